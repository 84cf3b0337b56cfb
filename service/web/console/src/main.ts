import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router';
import { keepFocus } from '../../kit';
import '../../kit/styles/base.css';
import '../../kit/styles/controls.css';

createApp(App).use(router).mount('#page');
keepFocus();
