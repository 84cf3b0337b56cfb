import { createApp } from 'vue';
import App from './App.vue';
import Unusable from './frame/Unusable.vue';
import { whyUnusable } from './frame/why-unusable';
import '../../kit/styles/base.css';

const reason = whyUnusable();
createApp(reason ? Unusable : App, reason ? { reason } : {}).mount('#page');
