export { onScan } from './on-scan';
