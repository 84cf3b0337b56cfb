import { parseIdentifier } from '@certbridge/verifier-sdk/formats';
import { listIssuersAnswer, listTypesAnswer } from './answers.js';
import type { Client } from './client.js';
import { exitCodes } from './exit-codes.js';
import { CallFailed } from './failure.js';

/** The issuer to act for: the one given, or the only one within the token's reach that issues this type. */
export async function issuerFor(client: Client, type: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const [known, reached] = await Promise.all([
    client.get('/api/v1/types', listTypesAnswer),
    client.get('/api/v1/issuers', listIssuersAnswer),
  ]);
  const code = known.types.find((t) => t.slug === type || t.code === type)?.code;
  if (code === undefined) {
    throw new CallFailed('TYPE_UNKNOWN', {
      zh: `没有证照类型 ${type}，“certbridge types” 列出全部类型。`,
      en: `There is no certificate type ${type}: "certbridge types" lists them.`,
    });
  }
  const fitting = reached.issuers.filter((i) => i.types.includes(code));
  const [only] = fitting;
  if (only && fitting.length === 1) return only.code;
  if (!only) {
    throw new CallFailed(
      'ISSUER_NEEDED',
      {
        zh: `此令牌没有可以签发 ${type} 的颁发机构。`,
        en: `The token covers no issuer of ${type}.`,
      },
      { exit: exitCodes.noPermission },
    );
  }
  const list = fitting.map((i) => `${i.code} ${i.name}`).join(', ');
  throw new CallFailed(
    'ISSUER_NEEDED',
    { zh: `请用 --issuer 指明颁发机构。`, en: `Say which issuer with --issuer: ${list}.` },
    { exit: exitCodes.usage },
  );
}

/** An identifier (GB/T 36904) names its issuer; a certId does not. */
export async function certificatePath(
  client: Client,
  certificate: string,
  given: string | undefined,
): Promise<string> {
  const issuer = given ?? issuerOf(certificate) ?? (await onlyIssuer(client));
  return `/api/v1/issuers/${issuer}/certificates/${encodeURIComponent(certificate)}`;
}

function issuerOf(certificate: string): string | undefined {
  try {
    return parseIdentifier(certificate).issuer;
  } catch {
    return undefined;
  }
}

/** The issuer given, or the only one within the token's reach. */
export const soleIssuer = async (client: Client, given: string | undefined): Promise<string> =>
  given ?? (await onlyIssuer(client));

async function onlyIssuer(client: Client): Promise<string> {
  const { issuers: reached } = await client.get('/api/v1/issuers', listIssuersAnswer);
  const [only] = reached;
  if (only && reached.length === 1) return only.code;
  throw new CallFailed(
    'ISSUER_NEEDED',
    {
      zh: '请写电子证照标识，或用 --issuer 指明颁发机构。',
      en: 'Name the certificate by its identifier, or say which issuer with --issuer.',
    },
    { exit: exitCodes.usage },
  );
}
