import { computed, inject, provide, shallowReactive, shallowRef } from 'vue';
import type { InjectionKey } from 'vue';
import type { Counter } from '../counter/counter';
import { coverageOf } from './coverage';
import type { Coverage, Material, ServiceItem, Shown } from './coverage';

/** A material that comes later: who has signed for it, why, and until when (`YYYY-MM-DD`). */
export interface Commitment {
  readonly kind: 'deferred' | 'declared';
  readonly reason: string;
  readonly until: string;
  /** A picture as a data URL; empty: signed on paper. */
  readonly signature: string;
}

export interface MaterialLine {
  readonly material: Material;
  readonly coverage: Coverage;
  readonly isHandedIn: boolean;
  readonly commitment: Commitment | undefined;
  /** Whether nothing more is asked for now. */
  readonly isSettled: boolean;
}

/** The case 办件 of who stands at the counter: an item, and how it stands with each of its materials. */
function openCases(counter: Counter) {
  const item = shallowRef<ServiceItem>();
  const handedIn = shallowReactive(new Set<string>());
  const commitments = shallowReactive(new Map<string, Commitment>());

  const shown = computed<Shown[]>(() =>
    counter.documents.flatMap(({ id, query }) =>
      query.report.value ? [{ id, report: query.report.value }] : [],
    ),
  );
  /** Not lacking before all that lies on the counter was answered. */
  const coverageNow = (material: Material): Coverage => {
    const coverage = coverageOf(material, shown.value);
    return coverage.state === 'lacking' && counter.isVerifying.value ? { state: 'verifying' } : coverage;
  };
  const lines = computed<MaterialLine[]>(() =>
    (item.value?.materials ?? []).map((material) => {
      const coverage = coverageNow(material);
      const isHandedIn = handedIn.has(material.id);
      const commitment = commitments.get(material.id);
      const isSettled = coverage.state === 'covered' || isHandedIn || commitment !== undefined;
      return { material, coverage, isHandedIn, commitment, isSettled };
    }),
  );

  function choose(chosen: ServiceItem | undefined): void {
    item.value = chosen;
    counter.forItem(chosen?.code, chosen?.challenge);
    handedIn.clear();
    commitments.clear();
  }

  return {
    item,
    lines,
    choose,
    handIn(material: string): void {
      if (!handedIn.delete(material)) handedIn.add(material);
    },
    commit: (material: string, commitment: Commitment) => void commitments.set(material, commitment),
    withdraw: (material: string) => void commitments.delete(material),
  };
}

export type OpenCase = ReturnType<typeof openCases>;

const key: InjectionKey<OpenCase> = Symbol('case');

export function provideCase(counter: Counter): OpenCase {
  const opened = openCases(counter);
  counter.onClear(() => opened.choose(undefined));
  provide(key, opened);
  return opened;
}

export function useCase(): OpenCase {
  const opened = inject(key);
  if (!opened) throw new Error('no case was opened');
  return opened;
}
