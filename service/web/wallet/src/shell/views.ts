import { nextTick, shallowRef } from 'vue';

/** Where the person is; `name` of what it is about. */
export type View =
  | { readonly at: 'home' | 'looks' | 'matters' | 'devices' | 'help' }
  | { readonly at: 'certificate' | 'show'; readonly name: string };

export const view = shallowRef<View>({ at: 'home' });

/** Another view, from its top, with the focus on its heading for who hears the page. */
export function go(next: View): void {
  view.value = next;
  scrollTo({ top: 0 });
  void nextTick(() => {
    const heading = document.querySelector<HTMLElement>('main h1');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  });
}
