/** The kit (组件库): what all apps of the browser side are made of. It knows no app. */
export * from './api';
export * from './controls/dialog';
export * from './controls/field';
export * from './controls/file';
export * from './controls/notice';
export * from './controls/photo';
export * from './controls/state';
export * from './controls/table';
export * from './dates';
export * from './drafts';
export * from './form';
export * from './language';
export * from './scan';
export * from './session';
export * from './words';
