import { createApp } from 'vue';
import App from './App.vue';
import Unusable from '../../kit/offline/Unusable.vue';
import { whyUnusable } from '../../kit/offline/why-unusable';
import '../../kit/styles/base.css';

const reason = whyUnusable();
createApp(reason ? Unusable : App, reason ? { reason } : {}).mount('#page');
