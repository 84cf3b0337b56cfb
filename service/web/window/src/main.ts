import { createApp } from 'vue';
import App from './App.vue';
import Unusable from './shell/Unusable.vue';
import { router } from './router';
import { whyUnusable } from '../../kit';
import '../../kit/styles/base.css';
import '../../kit/styles/controls.css';

const reason = whyUnusable();
if (reason) createApp(Unusable, { reason }).mount('#page');
else createApp(App).use(router).mount('#page');
