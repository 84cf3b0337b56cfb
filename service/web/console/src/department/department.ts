import { computed, ref, shallowRef, watch } from 'vue';
import type { Ref } from 'vue';
import { useRoute } from 'vue-router';
import { api, ask, language } from '../../../kit';
import type { Schema } from '../../../kit';

export type Issuer = Schema<'Issuer'>;
export type CertificateType = Schema<'CertificateType'>;

const KEY = 'certbridge.issuer';
const TYPE_KEY = 'certbridge.type';

export const issuers = shallowRef<readonly Issuer[]>([]);
export const certificateTypes = shallowRef<readonly CertificateType[]>([]);

/** Learns the departments in reach and the types of certificates. @throws Refusal */
export async function loadDepartments(): Promise<void> {
  const [known, all] = await Promise.all([ask(api.GET('/api/v1/issuers')), ask(api.GET('/api/v1/types'))]);
  issuers.value = known.issuers;
  certificateTypes.value = all.types;
}

/** The department that one worked for last, if it is still in reach; else the first. */
export function usualIssuer(): string | undefined {
  const last = localStorage.getItem(KEY);
  return (issuers.value.find(({ code }) => code === last) ?? issuers.value[0])?.code;
}

export const rememberIssuer = (code: string): void => localStorage.setItem(KEY, code);

/** The department of this page, as its address says. */
export function useIssuer() {
  const route = useRoute();
  const code = computed(() => String(route.params['issuer'] ?? ''));
  const issuer = computed(() => issuers.value.find((one) => one.code === code.value));
  const ownTypes = computed(() =>
    certificateTypes.value.filter((type) => issuer.value?.types.includes(type.code)),
  );
  const typeOptions = computed(() =>
    ownTypes.value.map((type) => ({ value: type.code, label: nameOf(type) })),
  );
  return { code, issuer, ownTypes, typeOptions };
}

/**
 * The type that this department issued last, one or many: it is chosen already the next time. So is the only one that
 * a department issues.
 */
export function useUsualType(issuer: string, ownTypes: readonly CertificateType[]): Ref<string> {
  const key = `${TYPE_KEY}/${issuer}`;
  const last = localStorage.getItem(key);
  const only = ownTypes.length === 1 ? ownTypes[0] : undefined;
  const chosen = ref((ownTypes.find(({ code }) => code === last) ?? only)?.code ?? '');
  watch(chosen, (code) => localStorage.setItem(key, code));
  return chosen;
}

export const typeOf = (code: string): CertificateType | undefined =>
  certificateTypes.value.find((type) => type.code === code);

export function typeName(code: string): string {
  const type = typeOf(code);
  return type ? nameOf(type) : code;
}

const nameOf = ({ name, nameEn }: CertificateType): string => (language.value === 'zh' ? name : nameEn);
