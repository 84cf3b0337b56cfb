import { NetworkError } from '../errors.js';
import type { FabricPlan } from './schema.js';

/** The plan without a province that is still joining: what the channel has already. */
export function established(plan: FabricPlan): FabricPlan {
  const { joining, ...rest } = plan;
  if (joining === undefined) return plan;
  const [province, ...provinces] = plan.provinces.filter(({ mspId }) => mspId !== joining);
  const [orderer, ...orderers] = plan.orderers.filter(({ mspId }) => mspId !== joining);
  if (province === undefined || orderer === undefined)
    throw new NetworkError('PLAN_INVALID', 'network.json names nobody but the joining province.');
  return { ...rest, provinces: [province, ...provinces], orderers: [orderer, ...orderers] };
}

/** The plan with the upgrade that is under way done. */
export function upgraded({ upgrade, ...plan }: FabricPlan): FabricPlan {
  if (upgrade === undefined) return plan;
  const { contract, chaincodePorts } = upgrade;
  const [first, ...others] = plan.provinces;
  const moved = (province: typeof first): typeof first => ({
    ...province,
    chaincodePort: chaincodePorts[province.mspId] ?? province.chaincodePort,
  });
  return { ...plan, contract, provinces: [moved(first), ...others.map(moved)] };
}
