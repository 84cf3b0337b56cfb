import { common, msp } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { nodeOuIdentifiers } from '../../identities/index.js';
import type { Member } from '../membership.js';
import { make } from '../message.js';

const APPLICATION = 'Application';

function mspConfig({ mspId, roots }: Member): InstanceType<typeof msp.FabricMSPConfig> {
  const certificates = roots.map((root) => Buffer.from(root));
  const identifier = (unit: string): InstanceType<typeof msp.FabricOUIdentifier> =>
    make(new msp.FabricOUIdentifier(), (ou) => {
      ou.setOrganizationalUnitIdentifier(unit);
      ou.setCertificate(certificates[0] ?? '');
    });
  return make(new msp.FabricMSPConfig(), (config) => {
    config.setName(mspId);
    config.setRootCertsList(certificates);
    config.setFabricNodeOus(
      make(new msp.FabricNodeOUs(), (ous) => {
        ous.setEnable(true);
        ous.setClientOuIdentifier(identifier(nodeOuIdentifiers.client));
        ous.setPeerOuIdentifier(identifier(nodeOuIdentifiers.peer));
        ous.setAdminOuIdentifier(identifier(nodeOuIdentifiers.admin));
        ous.setOrdererOuIdentifier(identifier(nodeOuIdentifiers.orderer));
      }),
    );
  });
}

/** Block 0's envelope: a channel configuration with the provinces' MSPs, and no more than the ledger acts on. */
export function genesisEnvelope(channel: string, members: readonly Member[], now = new Date()): Uint8Array {
  const application = new common.ConfigGroup();
  for (const member of members) {
    const value = make(new common.ConfigValue(), (v) =>
      v.setValue(
        make(new msp.MSPConfig(), (m) => m.setConfig(mspConfig(member).serializeBinary())).serializeBinary(),
      ),
    );
    const group = new common.ConfigGroup();
    group.getValuesMap().set('MSP', value);
    application.getGroupsMap().set(member.mspId, group);
  }
  const root = new common.ConfigGroup();
  root.getGroupsMap().set(APPLICATION, application);
  const config = make(new common.Config(), (c) => c.setChannelGroup(root));
  const channelHeader = make(new common.ChannelHeader(), (h) => {
    h.setType(common.HeaderType.CONFIG);
    h.setChannelId(channel);
    h.setTimestamp(timestamps.Timestamp.fromDate(now));
  });
  const header = make(new common.Header(), (h) => h.setChannelHeader(channelHeader.serializeBinary()));
  const payload = make(new common.Payload(), (p) => {
    p.setHeader(header);
    p.setData(make(new common.ConfigEnvelope(), (e) => e.setConfig(config)).serializeBinary());
  });
  return make(new common.Envelope(), (e) => e.setPayload(payload.serializeBinary())).serializeBinary();
}

/** What a genesis envelope says of the channel. */
export function readGenesis(envelope: Uint8Array): { channel: string; members: Member[] } {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const header = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(0),
  );
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  const groups = config?.getChannelGroup()?.getGroupsMap().get(APPLICATION)?.getGroupsMap().entries() ?? [];
  const members = [...groups].map(([mspId, group]) => {
    const value = group.getValuesMap().get('MSP')?.getValue_asU8() ?? new Uint8Array(0);
    const fabric = msp.FabricMSPConfig.deserializeBinary(
      msp.MSPConfig.deserializeBinary(value).getConfig_asU8(),
    );
    return { mspId, roots: fabric.getRootCertsList_asU8().map((root) => Buffer.from(root).toString()) };
  });
  return { channel: header.getChannelId(), members };
}
