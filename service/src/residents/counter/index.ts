/** At the counter 柜台: what a clerk does for a resident who is there with an identity card and without a phone. */
export { counterOperations } from './operations.js';
