import { z } from 'zod';
import { exitCodes } from './exit-codes.js';
import type { ExitCode } from './exit-codes.js';
import { CallFailed } from './failure.js';

const bilingual = z.object({ zh: z.string(), en: z.string() });

/** RFC 9457, as the service writes it. */
const problem = z.looseObject({
  code: z.string(),
  detail: z.string(),
  message: bilingual.optional().catch(undefined),
  /** What is wrong with which field. */
  problems: z
    .array(
      z.looseObject({
        line: z.int().optional(),
        field: z.string().nullable(),
        message: bilingual,
        remedy: bilingual,
      }),
    )
    .catch([]),
});

/** What a status says, where whatever answered, a proxy perhaps, says nothing in Chinese. */
const sentences: Readonly<Record<number, string>> = {
  400: '请求不合格式。',
  401: '登录已失效，请重新登录。',
  403: '您的权限不允许此操作。',
  404: '没有找到。',
  409: '当前状态不允许此操作。',
  410: '已不再保存。',
  413: '内容过大。',
  415: '不支持这种文件格式。',
  422: '内容有误。',
  429: '请求过多，请稍后再试。',
  503: '服务暂时不能处理，请稍后再试。',
};

/** Statuses that a service that restarts, or a proxy before it, answers with. */
const TRANSIENT = new Set([408, 429, 502, 503, 504]);

/** What the service's refusal says to the person at the terminal. */
export async function refusalOf(response: Response, hasToken: boolean): Promise<CallFailed> {
  const { status } = response;
  if (status === 401 && !hasToken) {
    return new CallFailed(
      'NO_TOKEN',
      {
        zh: '请先登录：“certbridge login”；无人值守时设置 CERTBRIDGE_TOKEN。',
        en: 'Sign in first: "certbridge login". Set CERTBRIDGE_TOKEN where no person is.',
      },
      { exit: exitCodes.noPermission },
    );
  }
  const options = { exit: exitOf(status), transient: TRANSIENT.has(status) };
  const zh = sentences[status] ?? '服务未能完成请求。';
  const result = problem.safeParse(await response.json().catch(() => undefined));
  if (!result.success) {
    return new CallFailed('REFUSED', { zh, en: `The service answered ${status}.` }, options);
  }
  const { code, detail, message, problems } = result.data;
  const fields = problems.map(({ line, field, message, remedy }) => {
    const [row, inRow] = line === undefined ? ['', ''] : [`第 ${line} 行 `, `row ${line}: `];
    const name = field === null ? '' : `${field} `;
    return `\n  ${row}${name}${message.zh}，${remedy.zh}\n    ${inRow}${name}${message.en}; ${remedy.en}`;
  });
  const said = { zh: message?.zh ?? zh, en: `${message?.en ?? detail} (${code})${fields.join('')}` };
  return new CallFailed(code, said, options);
}

function exitOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.noPermission;
  if (TRANSIENT.has(status)) return exitCodes.unavailable;
  return status >= 500 ? exitCodes.internal : exitCodes.refused;
}
