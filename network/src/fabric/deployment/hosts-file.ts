import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { NetworkError } from '../errors.js';
import { hostName, mspName, NEUTRAL, organisationSchema } from '../plan/index.js';

const port = z.number().int().min(1024).max(65_535);
/** Certificates and TLS name machines: an IP address would need another kind of name in them. */
const machine = hostName.refine((host) => !/(?:^|\.)\d+$/.test(host));
const address = z.string().transform((text, context) => {
  const [host = '', digits = '', ...rest] = text.split(':');
  const parsed = z.object({ host: machine, port }).safeParse({ host, port: Number(digits) });
  if (parsed.success && rest.length === 0) return parsed.data;
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});
const absolute = z.string().refine(isAbsolute);

const peer = z.strictObject({ address, operations: port.default(9443) });
const orderer = z.strictObject({ address, operations: port.default(8443), admin: port.default(7053) });
const place = {
  /** Where the organisation's folder will lie on its machines. */
  folder: absolute.optional(),
  /** Where CertBridge is checked out on them. */
  checkout: absolute.optional(),
};

const hostsSchema = z.strictObject({
  consensus: z.enum(['bft', 'raft']).default('bft'),
  threshold: z.number().int().positive().optional(),
  folder: absolute.default('/srv/certbridge'),
  checkout: absolute.default('/opt/certbridge'),
  provinces: z
    .array(
      z.strictObject({
        ...organisationSchema.shape,
        ...place,
        peers: z.array(peer).min(1).max(8),
        orderer: orderer.optional(),
        /** Of the contract, on loopback of every machine with a peer. */
        chaincode: port.default(7052),
      }),
    )
    .min(2)
    .max(64),
  neutral: z
    .strictObject({
      mspId: mspName.default(NEUTRAL.mspId),
      name: organisationSchema.shape.name.default(NEUTRAL.name),
      ...place,
      orderer,
    })
    .optional(),
});

export type Hosts = z.infer<typeof hostsSchema>;

const PORT = 'a port from 1024 to 65535';
const PATH = 'an absolute path';
/** What each field must be, by its name. */
const NEEDED: Readonly<Record<string, string>> = {
  consensus: '"bft" or "raft"',
  threshold: 'how many provinces must sign, a whole number',
  folder: PATH,
  checkout: PATH,
  provinces: 'a list of 2 to 64 provinces',
  mspId: 'an MSP id of letters and digits, such as "ZhejiangMSP"',
  region: 'the GB/T 2260 prefix, two digits, such as "33"',
  name: 'what people call it, such as "浙江省"',
  peers: 'a list of 1 to 8 peers, each { "address": "peer0.zj.example:7051" }',
  orderer: '{ "address": "orderer.zj.example:7050" }',
  address: 'a host name in lower case (no IP address) and a port, such as "peer0.zj.example:7051"',
  operations: PORT,
  admin: PORT,
  chaincode: PORT,
};

const nameOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], json);

/** One line: the field, what it is, what it must be. */
function complaint(json: unknown, { code, path, ...issue }: z.core.$ZodIssue): string {
  const field = path.length === 0 ? 'the file' : nameOf(path);
  if (code === 'unrecognized_keys' && 'keys' in issue) {
    const keys = issue.keys.map((key) => `"${key}"`).join(', ');
    return `${field}: there is no field ${keys}; take it out, or correct its name.`;
  }
  const found = valueAt(json, path);
  const is = found === undefined ? 'is missing' : `is ${JSON.stringify(found).slice(0, 80)}`;
  const named = [...path].reverse().find((part) => typeof part === 'string');
  return `${field} ${is}; it must be ${NEEDED[named ?? ''] ?? 'an object of fields in braces'}.`;
}

/** The refusal of a hosts file. */
export function refuseHosts(message: string): never {
  throw new NetworkError('HOSTS_INVALID', message);
}

/**
 * Parses the file that says who runs what where; network/README.md tells its fields.
 *
 * @throws NetworkError `HOSTS_INVALID`, one line for each field that is wrong
 */
export async function readHostsFile(file: string): Promise<Hosts> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    refuseHosts(`${file} cannot be read as JSON: ${(error as Error).message}.`);
  }
  const hosts = hostsSchema.safeParse(json);
  if (hosts.success) return hosts.data;
  const complaints = hosts.error.issues.map((issue) => `  ${complaint(json, issue)}`);
  refuseHosts([`${file} is not a hosts file (network/README.md has an example):`, ...complaints].join('\n'));
}
