import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readSettings } from '../platform/settings/index.js';
import { startCertBridge } from '../start/index.js';
import type { CertBridge } from '../start/index.js';
import { Department } from './department.js';
import type { IssuedCertificate } from './department.js';
import { expected } from './expected.js';
import { DEMO_FILES, DemoFolder } from './layout.js';
import { openStory } from './story.js';
import type { Story } from './story.js';
import type { DemoResult } from './result.js';
import { syncMirror, verifyOffline } from './window.js';

/** A demo that did not go as it should. */
export class DemoFailed extends Error {
  override name = 'DemoFailed';
}

/**
 * The main job from end to end, through the parts that are really used: issues the sample files, anchors them
 * on the ledger of three provinces, brings a window's mirror up to date over HTTP, stops the service (and the
 * ledger, where it is embedded), and checks every certificate with the window's own program; one certificate is revoked on the way.
 *
 * @param out receives certificates, trust anchor, mirror, roots and `demo.json`
 * @throws DemoFailed when any verdict is not what it should be
 */
export async function runDemo(
  out: string,
  environment: NodeJS.ProcessEnv,
  story: Story = openStory(process.stdout),
): Promise<void> {
  const folder = new DemoFolder(out);
  await rm(folder.root, { recursive: true, force: true });
  await mkdir(folder.certificates, { recursive: true });
  const data = await mkdtemp(join(tmpdir(), 'certbridge-demo-'));
  const settings = readSettings({
    ...environment,
    CERTBRIDGE_DATA: data,
    CERTBRIDGE_PORT: '0',
    CERTBRIDGE_LOG_LEVEL: 'silent',
    // Whoever runs a demo wants its sample people, on a ledger of their own too.
    CERTBRIDGE_DEVELOPMENT: 'yes',
  });
  try {
    const bridge = await story.step(
      '启动 PostgreSQL、三省账本与服务',
      'PostgreSQL, the ledger of three provinces and the service',
      () => startCertBridge({ settings, seed: 'issuers', throwAway: true }),
    );
    try {
      await play(bridge, folder, story, settings.ledgerFiles.length === 0);
    } finally {
      await bridge.close();
    }
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

async function play(
  bridge: CertBridge,
  folder: DemoFolder,
  story: Story,
  isLedgerOurs: boolean,
): Promise<void> {
  const token = await bridge.token('operator');
  await copyFile(bridge.trustAnchor, folder.trustAnchor);
  await writeFile(folder.documentRoots, bridge.service.keys.documentRootsPem());

  const department = new Department(bridge.url, token, folder);
  const issued: IssuedCertificate[] = [];
  for (const slug of DEMO_FILES) {
    const { name } = bridge.service.types.newest(slug);
    await story.step(`签发并上链：${name}`, `issued and anchored: samples/${slug}.csv`, async () => {
      issued.push(...(await department.issue(slug)));
    });
  }
  const victim = issued[0];
  if (victim === undefined) throw new DemoFailed('nothing was issued');

  const sync = async (): Promise<void> => {
    await bridge.service.feed.update();
    await syncMirror(folder, bridge.url);
  };
  await story.step('异地窗口同步离线副本', 'a window syncs its mirror over HTTP and verifies it', sync);
  const [before] = await verifyOffline(folder, [victim.file]);
  await story.step('吊销其中一张', 'one certificate is revoked, on the ledger', () =>
    revoke(bridge, department, victim),
  );
  await story.step('窗口再次同步', 'the window syncs again', sync);
  const [pulled, meaning] = isLedgerOurs
    ? ['停止服务与账本', 'service and ledger are stopped']
    : ['停止服务，不再连接各省节点', 'the service is stopped; no peer of the provinces is asked any more'];
  await story.step(`拔掉网线：${pulled}`, `the cable is pulled: ${meaning}`, () => bridge.close());
  const reports = await story.step(
    `离线核验 ${issued.length} 张`,
    'every PDF checked by certbridge-verify --offline, a process of its own',
    () =>
      verifyOffline(
        folder,
        issued.map(({ file }) => file),
      ),
  );
  const now = new Date();
  const results = issued.map((certificate, index) => ({
    certificate,
    report: reports[index],
    expected: expected(certificate, certificate === victim, now),
  }));
  await writeSummary(folder, results);
  story.tell(
    results,
    { victim, before, after: reports[0] },
    folder,
    (slug) => bridge.service.types.newest(slug).name,
  );
  const wrong = results.filter(({ report, expected: should }) => report?.code !== should.code);
  if (wrong.length > 0 || before?.verdict !== 'valid') {
    throw new DemoFailed(`${wrong.length} verdicts are not what they should be: see ${folder.summary}`);
  }
}

/** Revokes, and follows the ledger's entries until it says so itself. */
async function revoke(
  bridge: CertBridge,
  department: Department,
  { issuer, certId, file }: IssuedCertificate,
): Promise<void> {
  const [ledger] = bridge.service.ledgers;
  await department.revoke({ issuer, certId });
  const patience = AbortSignal.timeout(60_000);
  for await (const entry of ledger?.events({ from: 0n, signal: patience }) ?? []) {
    if (entry.issuer === issuer && (await ledger?.status(issuer, certId))?.state === 'revoked') return;
  }
  throw new DemoFailed(`the revocation of ${file} did not reach the ledger within a minute`);
}

async function writeSummary(folder: DemoFolder, results: readonly DemoResult[]): Promise<void> {
  const certificates = results.map(({ certificate, expected: should, report }) => ({
    file: relative(folder.root, certificate.file),
    identifier: certificate.identifier,
    certId: certificate.certId,
    type: certificate.slug,
    expected: should,
    reported: { verdict: report?.verdict, code: report?.code },
  }));
  await writeFile(folder.summary, `${JSON.stringify({ v: 1, certificates }, null, 2)}\n`);
}
