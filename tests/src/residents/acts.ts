import { dateAt } from '@certbridge/verifier-sdk/formats';
import { BIRTHS, birthApplication } from './births.js';
import { Phone } from './phone.js';

interface CallAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** One call of the API by the resident, unless somebody else is named. */
export type Call<A extends CallAnswer> = (
  method: string,
  path: string,
  json: unknown,
  by?: 'helper' | 'operator' | 'clerk' | 'second clerk',
) => Promise<A>;

interface Card {
  readonly certId: string;
  readonly issuer: string;
  readonly copy: unknown;
}

/** Names of the sample residents of whom one gives the other a delegation. */
export const RESIDENT = '康雪';
export const HELPER = '马梅';
/** As their identity cards have them. */
const PERSON = { name: RESIDENT, number: '33019919750927115X' };
const HELPING = { name: HELPER, number: '520199195201040191' };

const tomorrow = (): string => dateAt(Date.now() + 86_400_000);

/**
 * Each operation by which residents change something, and departments something of theirs, carried out once: what it
 * is called in the audit, and the call.
 */
export function residentActs<A extends CallAnswer>(
  call: Call<A>,
): Readonly<Record<string, readonly [act: string, () => Promise<A>]>> {
  const card = async (): Promise<Card> => {
    const { body } = await call('GET', '/my/certificates', undefined);
    return (body['certificates'] as Card[]).find(({ copy }) => copy === null)!;
  };
  const mine = async (path: string): Promise<string> => `/my/certificates/${(await card()).certId}${path}`;
  const ofDepartment = async (path: string): Promise<string> => {
    const { issuer, certId } = await card();
    return `/issuers/${issuer}/certificates/${certId}/wallet-credentials${path}`;
  };
  const bind = async (): Promise<A> => {
    const { certId } = await card();
    const json = await (await Phone.make()).binding(certId);
    return call('POST', `/my/certificates/${certId}/wallet-credentials`, json);
  };
  /** By the department: all that there are of the certificate. */
  const end = async (): Promise<A> =>
    call('POST', await ofDepartment('/ending'), { reason: 'lost' }, 'operator');
  const ask = async (): Promise<A> => call('POST', await mine('/corrections'), { said: '住址少了门牌号' });
  const delegate = async (): Promise<A> =>
    call('POST', await mine('/delegations'), {
      helper: HELPING,
      items: [],
      until: tomorrow(),
    });
  const atCounter = async (path: string): Promise<string> => {
    const { issuer, certId } = await card();
    return `/issuers/${issuer}/certificates/${certId}${path}`;
  };
  const delegateThere = async (): Promise<A> => {
    const json = { person: PERSON, helper: HELPING, items: [], until: tomorrow() };
    return call('POST', await atCounter('/delegations'), json, 'clerk');
  };
  return {
    copyOwnCertificate: [
      'certificate.copy-applied-for',
      async () =>
        call('POST', await mine('/copies'), {
          ...{ purpose: '租房备案', user: '示例中介', validUntil: tomorrow() },
        }),
    ],
    askCorrection: ['correction.asked', ask],
    answerCorrection: [
      'correction.answered',
      async () => {
        const { issuer } = await card();
        const path = `/issuers/${issuer}/corrections/${String((await ask()).body['id'])}/answer`;
        return call('POST', path, { answer: '请携带证明到窗口' }, 'operator');
      },
    ],
    bindToDevice: ['wallet.minted', bind],
    endDevice: [
      'wallet.ended',
      async () => {
        await bind();
        const { body } = await call('GET', '/my/devices', undefined);
        const [first] = body['devices'] as { device: string }[];
        return call('DELETE', `/my/devices/${first!.device}`, undefined);
      },
    ],
    makeDelegation: ['delegation.made', delegate],
    actForChild: [
      'delegation.made',
      async () => {
        const child = { certificateNumber: 'Z330012345', bornAt: '2020-06-15T08:30' };
        const mother = { motherName: PERSON.name, motherIdNumber: PERSON.number };
        const json = await birthApplication({ ...child, ...mother });
        await call('POST', `/issuers/${BIRTHS}/certificates`, json, 'operator');
        return call('POST', '/my/children', { birthCertificate: child.certificateNumber });
      },
    ],
    withdrawDelegation: [
      'delegation.withdrawn',
      async () => call('DELETE', `/my/delegations/${String((await delegate()).body['id'])}`, undefined),
    ],
    bindDelegated: [
      'wallet.minted',
      async () => {
        const { certId } = await card();
        const path = `/my/delegations/${String((await delegate()).body['id'])}/wallet-credentials`;
        return call('POST', path, await (await Phone.make()).binding(certId), 'helper');
      },
    ],
    suspendWallet: [
      'wallet.suspended',
      async () => {
        await end();
        await bind();
        return call('POST', await ofDepartment('/suspension'), { reason: 'lost' }, 'clerk');
      },
    ],
    endWallet: [
      'wallet.ended',
      async () => {
        await end();
        await bind();
        return end();
      },
    ],
    findAtCounter: [
      'counter.searched',
      () => call('POST', '/counter/certificates', { person: PERSON }, 'clerk'),
    ],
    printAtCounter: [
      'cards.printed',
      async () => call('POST', await atCounter('/cards'), { person: PERSON }, 'clerk'),
    ],
    delegateAtCounter: ['delegation.made', delegateThere],
    witnessDelegation: [
      'delegation.witnessed',
      async () => {
        const path = await atCounter(`/delegations/${String((await delegateThere()).body['id'])}/witness`);
        return call('POST', path, { person: PERSON }, 'second clerk');
      },
    ],
    complainAboutLook: [
      'look.complained',
      async () => {
        const { issuer, certId } = await card();
        await call('GET', `/issuers/${issuer}/certificates/${certId}/fields`, undefined, 'operator');
        const { body } = await call('GET', '/my/looks', undefined);
        const [latest] = body['looks'] as { record: number }[];
        return call('POST', `/my/looks/${latest!.record}/complaint`, { said: '没有办过这件事' });
      },
    ],
  };
}
