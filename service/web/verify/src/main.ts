import { createApp } from 'vue';
import App from './App.vue';
import './look/base.css';

createApp(App).mount('#page');
