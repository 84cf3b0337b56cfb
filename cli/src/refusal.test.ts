import { expect, it } from 'vitest';
import { IssuerNotOpen } from '../certificates/issuers/index.js';
import { refusalOf } from './refusal.js';

const answered = (problem: object): Promise<Error> =>
  refusalOf(new Response(JSON.stringify(problem), { status: 409 }), true);

it('says in Chinese what the service says in Chinese, else what the status says', async () => {
  const { code, message: detail, details } = new IssuerNotOpen('11330000MB0000019E', 'moving');
  const told = await answered({ code, detail, ...details });
  expect(told.message).toMatch(/正在移交其他省级节点.*about to move to another province.*\(ISSUER_MOVING\)/s);
  const { message } = await answered({ code: 'STATE_FINAL', detail: 'The certificate’s state is final.' });
  expect(message).toBe('当前状态不允许此操作。The certificate’s state is final. (STATE_FINAL)');
});
