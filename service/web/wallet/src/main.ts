import { createApp } from 'vue';
import App from './App.vue';
import { words } from './words';
import { Unusable, whyUnusable } from '../../kit';
import '../../kit/styles/base.css';
import '../../kit/styles/controls.css';

const reason = whyUnusable();
if (reason) createApp(Unusable, { title: words.unusable, reason }).mount('#page');
else createApp(App).mount('#page');
