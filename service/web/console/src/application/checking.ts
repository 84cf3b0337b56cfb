import { ref, shallowRef } from 'vue';
import type { Ref, ShallowRef } from 'vue';
import { Refusal, api, ask } from '../../../kit';
import type { FieldRefusal, Form } from '../../../kit';
import type { CertificateType, Issuer } from '../department';
import { sent } from './filled';
import type { Filled, SentApplication } from './filled';

export interface Checking {
  /** As it was sent last to be checked; the page beside is drawn from it. */
  readonly application: Readonly<ShallowRef<SentApplication>>;
  readonly notes: Readonly<ShallowRef<readonly FieldRefusal[]>>;
  readonly busy: Readonly<Ref<boolean>>;
  /** A field was left: it is checked, and what is wrong with those left so far is said. */
  settled(field: string): Promise<void>;
}

/** Checks what is typed by the intake's own rules; nothing is said of fields that nobody has come to yet. */
export function useChecking(
  filled: Readonly<Ref<Filled>>,
  form: Form,
  of: () => { readonly type: CertificateType; readonly issuer: Issuer; readonly renews?: string },
): Checking {
  const now = (): SentApplication => sent(filled.value, of().type, of().issuer);
  const application = shallowRef(now());
  const notes = shallowRef<readonly FieldRefusal[]>([]);
  const busy = ref(false);
  const left = new Set<string | null>();
  let latest = 0;
  return {
    application,
    notes,
    busy,
    async settled(field) {
      left.add(field);
      application.value = now();
      const mine = ++latest;
      busy.value = true;
      try {
        const { type, issuer, renews } = of();
        const checked = await ask(
          api.POST('/api/v1/issuers/{issuer}/application-check', {
            params: { path: { issuer: issuer.code } },
            body: { type: type.code, ...application.value, ...(renews !== undefined && { renews }) },
          }),
        );
        if (mine !== latest) return;
        notes.value = checked.notes;
        form.find(checked.problems, (one) => left.has(one));
      } catch (error) {
        // It is checked again when it is sent: a check that cannot be had holds nobody up.
        if (!(error instanceof Refusal)) throw error;
      } finally {
        if (mine === latest) busy.value = false;
      }
    },
  };
}
