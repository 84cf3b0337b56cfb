/** Runs the vectors of audit trees by what the SDK exports for Node: windows have no part in them. */
import type * as Sdk from '../index.js';
import type * as Node from '../node/index.js';
import type { VectorAudit } from './manifest.fixture.js';
import type { ReadVector } from './run.fixture.js';

/** What an auditor makes of the heads that a server has, one after the other. */
export async function findAudit(
  { MemoryStore, MirrorError, openMirror }: typeof Sdk,
  { auditHead, syncAuditHeads }: typeof Node,
  trustAnchor: Sdk.TrustAnchor,
  { mspId, takes }: Pick<VectorAudit, 'mspId' | 'takes'>,
  read: ReadVector,
): Promise<VectorAudit['expect']> {
  let now = 0;
  const mirror = await openMirror(new MemoryStore(), { trustAnchor, clock: () => now });
  const take = async (file: string | null): Promise<string> => {
    const bytes = file === null ? undefined : read(file);
    const fetch = (url: string): Promise<Response> => {
      const isIt = bytes && url === `http://s/feed/audit/${mspId}.json`;
      return Promise.resolve(
        isIt ? new Response(bytes as Uint8Array<ArrayBuffer>) : new Response(null, { status: 404 }),
      );
    };
    try {
      await syncAuditHeads(mirror, { urls: ['http://s/'], fetch }, [mspId]);
      return 'OK';
    } catch (error) {
      if (!(error instanceof MirrorError)) throw error;
      return error.reason === undefined ? error.code : `${error.code} ${error.reason}`;
    }
  };
  const found: string[] = [];
  for (const one of takes) {
    now = Date.parse(one.now);
    found.push(await take(one.file));
  }
  const held = await auditHead(mirror, mspId);
  return { takes: found, held: held ?? null };
}
