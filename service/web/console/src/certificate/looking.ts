import { computed, onScopeDispose, ref } from 'vue';
import { addressOf, api, ask, may, saveFile, useAnswer } from '../../../kit';

const PICTURE = '/api/v1/issuers/{issuer}/certificates/{certificate}/picture';
const DOCUMENT = '/api/v1/issuers/{issuer}/certificates/{certificate}/document';
const WIDTH = 900;

/** Of a request for what is personal: why, where somebody said it. */
export const purposeHeader = (purpose: string): { readonly 'CertBridge-Purpose'?: string } =>
  purpose === '' ? {} : { 'CertBridge-Purpose': encodeURIComponent(purpose) };

/**
 * What is personal of one certificate. Whoever's task it is not says why they look (`PURPOSE_NEEDED`); page and PDF
 * are then fetched with the reason, which an address alone could not tell.
 */
export function useLooking(path: { readonly issuer: string; readonly certificate: string }) {
  const purpose = ref('');
  const looking = () => ({
    params: { path },
    headers: purposeHeader(purpose.value),
  });

  const fields = useAnswer(
    async () =>
      may('getFields')
        ? (await ask(api.GET('/api/v1/issuers/{issuer}/certificates/{certificate}/fields', looking()))).fields
        : {},
    [purpose],
  );
  const isPurposeNeeded = computed(() => fields.refusal.value?.code === 'PURPOSE_NEEDED');

  let drawn = '';
  const release = (): void => URL.revokeObjectURL(drawn);
  onScopeDispose(release);
  const picture = useAnswer(async () => {
    if (purpose.value === '') return `${addressOf(PICTURE, path)}?width=${WIDTH}`;
    const { params, headers } = looking();
    const query = { width: WIDTH };
    const image = await ask(api.GET(PICTURE, { params: { ...params, query }, headers, parseAs: 'blob' }));
    release();
    return (drawn = URL.createObjectURL(image));
  }, [purpose]);

  /** The PDF, with the reason. @throws Refusal */
  async function saveDocument(name: string): Promise<void> {
    saveFile(await ask(api.GET(DOCUMENT, { ...looking(), parseAs: 'blob' })), name);
  }
  return { purpose, isPurposeNeeded, fields, picture, document: addressOf(DOCUMENT, path), saveDocument };
}
