import { expect, it } from 'vitest';
import { refusalOf } from './refusal.js';

const answered = (problem: object): Promise<Error> =>
  refusalOf(new Response(JSON.stringify(problem), { status: 409 }), true);

it('says in Chinese what the service says in Chinese, else what the status says', async () => {
  const [zh, en] = ['颁发机构正在移交。', 'The issuer is about to move.'];
  const both = await answered({ code: 'ISSUER_MOVING', detail: `${zh} ${en}`, message: { zh, en } });
  expect(both.message).toBe('颁发机构正在移交。The issuer is about to move. (ISSUER_MOVING)');
  const { message } = await answered({ code: 'ISSUER_MOVING', detail: en });
  expect(message).toBe('当前状态不允许此操作。The issuer is about to move. (ISSUER_MOVING)');
});
