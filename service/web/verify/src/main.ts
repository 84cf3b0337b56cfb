import { createApp } from 'vue';
import App from './App.vue';
import Unusable from '../../kit/offline/Unusable.vue';
import { whyUnusable } from '../../kit/offline/why-unusable';
import '../../kit/styles/base.css';

const reason = whyUnusable();
const title = { zh: '没有核验', en: 'Not checked' };
createApp(reason ? Unusable : App, reason ? { title, reason } : {}).mount('#page');
