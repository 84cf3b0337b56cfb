import { createRouter, createWebHistory } from 'vue-router';
import HomePage from './home/HomePage.vue';

declare module 'vue-router' {
  interface RouteMeta {
    /** Name of the page of the navigation under which it is found. */
    under?: string;
  }
}

/** Addresses of the console. Every page of a department names it, so that an address says all. */
export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/', name: 'start', component: HomePage },
    { path: '/:issuer/', name: 'home', component: HomePage },
    { path: '/:issuer/issue', name: 'issue', component: () => import('./issue-one/IssueOnePage.vue') },
    { path: '/:issuer/batches', name: 'batches', component: () => import('./batches/BatchesPage.vue') },
    {
      path: '/:issuer/batches/new',
      name: 'new-batch',
      meta: { under: 'batches' },
      component: () => import('./batches/NewBatchPage.vue'),
    },
    {
      path: '/:issuer/batches/:batch',
      name: 'batch',
      meta: { under: 'batches' },
      component: () => import('./batches/BatchPage.vue'),
    },
    {
      path: '/:issuer/approvals',
      name: 'approvals',
      component: () => import('./approvals/ApprovalsPage.vue'),
    },
    { path: '/:issuer/find', name: 'find', component: () => import('./find/FindPage.vue') },
    {
      path: '/:issuer/certificates/:certificate',
      name: 'certificate',
      meta: { under: 'find' },
      component: () => import('./certificate/CertificatePage.vue'),
    },
    { path: '/:issuer/keys', name: 'keys', component: () => import('./keys/KeysPage.vue') },
    { path: '/:issuer/audit', name: 'audit', component: () => import('./audit/AuditPage.vue') },
    { path: '/:issuer/sessions', name: 'sessions', component: () => import('./people/SessionsPage.vue') },
    {
      path: '/:issuer/corrections',
      name: 'corrections',
      component: () => import('./corrections/CorrectionsPage.vue'),
    },
    { path: '/:issuer/people', name: 'people', component: () => import('./people/PeoplePage.vue') },
    { path: '/:issuer/:rest(.*)*', name: 'nowhere', component: () => import('./shell/NowherePage.vue') },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});
