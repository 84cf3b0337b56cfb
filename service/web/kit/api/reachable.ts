import { ref } from 'vue';

/** Whether the service answered when it was last asked; the browser's own word only says that there is no network. */
export const reachable = ref(navigator.onLine);

addEventListener('online', () => (reachable.value = true));
addEventListener('offline', () => (reachable.value = false));
