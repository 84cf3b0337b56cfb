import * as sdk from '@certbridge/verifier-sdk';
import type { RecordedHistory } from '@certbridge/verifier-sdk-fixtures';
import { followHistory } from '@certbridge/verifier-sdk-fixtures/window';
import type { Followed } from '@certbridge/verifier-sdk-fixtures/window';

const program: { follow: (history: RecordedHistory) => Promise<Followed[]> } = {
  follow: (history) => followHistory(sdk, history),
};
Object.assign(globalThis, { program });
