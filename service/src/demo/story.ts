import type { DemoResult } from './result.js';
import type { DemoFolder } from './layout.js';
import { table } from './table.js';
import type { IssuedCertificate } from './department.js';
import type { WindowReport } from './window.js';

interface Change {
  readonly victim: IssuedCertificate;
  readonly before: WindowReport | undefined;
  readonly after: WindowReport | undefined;
}

/** Tells a person what the demo does and what came of it. */
export interface Story {
  step<T>(zh: string, en: string, work: () => Promise<T>): Promise<T>;
  tell(
    results: readonly DemoResult[],
    change: Change,
    folder: DemoFolder,
    nameOf: (slug: string) => string,
  ): void;
}

const verdicts = { valid: '✓ 有效', invalid: '✗ 无效', indeterminate: '? 无法判定' } as const;

export function openStory(out: NodeJS.WritableStream & { readonly isTTY?: boolean }): Story {
  const line = (text = ''): void => void out.write(`${text}\n`);
  line('证桥 CertBridge：签发、上链、离线核验 issue, anchor, verify offline\n');
  return {
    async step(zh, en, work) {
      const started = performance.now();
      if (out.isTTY === true) out.write(`  … ${zh}`);
      const end = (mark: string): void => {
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        line(`${out.isTTY === true ? '\r\u001B[2K' : ''}  ${mark} ${zh} (${seconds} s)\n      ${en}`);
      };
      try {
        const result = await work();
        end('✓');
        return result;
      } catch (error) {
        end('✗');
        throw error;
      }
    },
    tell(results, change, folder, nameOf) {
      line(`\n${verdictTable(results, nameOf)}\n`);
      line(changeTable(change));
      const asOf = change.after?.asOf;
      line(`\n  账本截至 ledger as of ${asOf?.beat ?? '—'} · 核验时无网络 no network was used\n`);
      line(
        `  ${folder.root}\n    certificates/  ${results.length} PDF · trust-anchor.json · mirror/ · document-roots.pem · demo.json`,
      );
    },
  };
}

function verdictTable(results: readonly DemoResult[], nameOf: (slug: string) => string): string {
  const slugs = [...new Set(results.map(({ certificate }) => certificate.slug))];
  const count = (of: readonly DemoResult[], verdict: string): string =>
    String(of.filter(({ report }) => report?.verdict === verdict).length);
  const row = (name: string, of: readonly DemoResult[]): string[] => [
    name,
    String(of.length),
    String(
      new Set(of.map(({ certificate }) => `${certificate.issuer} ${certificate.anchoredIn ?? ''}`)).size,
    ),
    count(of, 'valid'),
    count(of, 'invalid'),
    count(of, 'indeterminate'),
  ];
  return table(
    [
      '证照 certificate',
      '签发 issued',
      '账目 entries',
      '有效 valid',
      '无效 invalid',
      '无法判定 indeterminate',
    ],
    [
      ...slugs.map((slug) =>
        row(
          nameOf(slug),
          results.filter(({ certificate }) => certificate.slug === slug),
        ),
      ),
      row('合计 total', results),
    ],
  );
}

function changeTable({ victim, before, after }: Change): string {
  const row = (when: string, report: WindowReport | undefined): string[] => [
    when,
    report === undefined ? '—' : verdicts[report.verdict],
    report?.code ?? '—',
    textOf(report?.message),
  ];
  return [
    `  ${victim.identifier}`,
    table(
      ['', '结论 verdict', '代码 code', '说明 message'],
      [row('吊销前 before', before), row('吊销后 after', after)],
    ),
  ].join('\n');
}

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  const zh = (message as { zh?: unknown } | null | undefined)?.zh;
  return typeof zh === 'string' ? zh : '';
}
