import type { Report } from '@certbridge/verifier-sdk';
import { computed, shallowRef, watch } from 'vue';
import type { Desk } from './desk';
import type { Question } from './messages';

type Asked = Question & { ask: 'qr' | 'file' };

/** One question that stands: it is asked again whenever the desk has learnt more of the ledger. */
export function openInquiry(desk: Desk) {
  const question = shallowRef<Asked | null>(null);
  const report = shallowRef<Report | null>(null);
  const failed = shallowRef(false);

  async function ask() {
    const asked = question.value;
    if (!asked) return;
    try {
      const answer = await desk.check(asked);
      if (question.value === asked) report.value = answer;
    } catch {
      if (question.value === asked) failed.value = true;
    }
  }

  function pose(asked: Asked | null) {
    question.value = asked;
    report.value = null;
    failed.value = false;
    void ask();
  }

  watch(
    () => desk.standing.value.knows?.checkpoint,
    () => {
      if (report.value) void ask();
    },
  );

  const state = computed(() => {
    if (!question.value) return 'empty';
    if (failed.value) return 'failed';
    return report.value ? 'answered' : 'waiting';
  });

  return { state, report, pose };
}

export type Inquiry = ReturnType<typeof openInquiry>;
