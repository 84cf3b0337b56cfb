export { default as UnsentList } from './UnsentList.vue';
export {
  dropUnsent,
  keepSending,
  keepUnsent,
  readUnsent,
  sendOrKeep,
  sendUnsent,
  unsent,
  waiting,
} from './outbox';
export type { Unsent, UnsentRequest } from './outbox';
