import { createApp } from 'vue';
import App from './App.vue';
import '../../kit/styles/base.css';
import '../../kit/styles/controls.css';

createApp(App).mount('#page');
