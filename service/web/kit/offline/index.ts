export { keepOffline } from './installed';
export { default as OfflineNotice } from './OfflineNotice.vue';
export { scriptAddress } from './script-address';
export { default as UpdateNotice } from './UpdateNotice.vue';
export { default as Unusable } from './Unusable.vue';
export { whyUnusable } from './why-unusable';
