import { createRouter, createWebHistory } from 'vue-router';
import CasesPage from './cases/CasesPage.vue';
import DeskPage from './desk/DeskPage.vue';
import FiledCasePage from './filed-case/FiledCasePage.vue';
import FolderPage from './folder/FolderPage.vue';
import LedgerPage from './ledger/LedgerPage.vue';
import ReceiptCheckPage from './receipt-check/ReceiptCheckPage.vue';
import ResidentPage from './resident/ResidentPage.vue';
import SetupPage from './setup/SetupPage.vue';

/** Addresses of the window's workplace. All of it is loaded at once: a page must not be missing when the cable is out. */
export const router = createRouter({
  history: createWebHistory('/window/'),
  routes: [
    { path: '/', name: 'desk', component: DeskPage },
    { path: '/cases', name: 'cases', component: CasesPage },
    { path: '/cases/:case', name: 'case', component: FiledCasePage },
    { path: '/resident', name: 'resident', component: ResidentPage },
    { path: '/folder', name: 'folder', component: FolderPage },
    { path: '/ledger', name: 'ledger', component: LedgerPage },
    { path: '/receipts', name: 'receipts', component: ReceiptCheckPage },
    { path: '/setup', name: 'setup', component: SetupPage },
    { path: '/:rest(.*)*', redirect: { name: 'desk' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
