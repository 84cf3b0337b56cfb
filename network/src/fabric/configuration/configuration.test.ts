import { beforeAll, describe, expect, it } from 'vitest';
import { NetworkFolders } from '../folders.js';
import { newPlan, NEUTRAL, ordererName } from '../plan/index.js';
import type { FabricPlan } from '../plan/index.js';
import { CHANNEL_PROFILE, channelConfiguration } from './channel.js';
import { ordererConfiguration } from './orderer.js';
import { peerConfiguration } from './peer.js';

/* What Fabric's programs read, held against what the network must be. JSON is YAML: its reader serves both. */

const folders = new NetworkFolders('/srv/network');
const parse = (text: string): unknown => JSON.parse(text);

let bft: FabricPlan;
let raft: FabricPlan;

beforeAll(async () => {
  bft = await newPlan({ provinces: 3, consensus: 'bft', peers: 2, basePort: 20_000 });
  raft = await newPlan({ provinces: 3, consensus: 'raft', peers: 1, basePort: 20_000 });
});

interface Member {
  ID: string;
  MSPDir: string;
  Policies: Record<string, { Type: string; Rule: string }>;
  OrdererEndpoints: string[];
  AnchorPeers?: { Host: string; Port: number }[];
}

interface Profile {
  Orderer: {
    OrdererType: string;
    ConsenterMapping?: Record<string, unknown>[];
    EtcdRaft?: { Consenters: Record<string, unknown>[] };
    Organizations: Member[];
    Policies: Record<string, { Type: string; Rule: string }>;
  };
  Application: { Organizations: Member[]; Policies: Record<string, { Type: string; Rule: string }> };
  Capabilities: Record<string, boolean>;
}

const profileOf = (plan: FabricPlan): Profile =>
  (parse(channelConfiguration(folders, plan)) as { Profiles: Record<string, Profile> }).Profiles[
    CHANNEL_PROFILE
  ]!;

describe('the channel', () => {
  it('lets peers alone endorse, and needs a majority of provinces for contract and channel', () => {
    const { Application } = profileOf(bft);
    for (const { ID, Policies } of Application.Organizations)
      expect(Policies['Endorsement']).toEqual({ Type: 'Signature', Rule: `OR('${ID}.peer')` });
    for (const name of ['Endorsement', 'LifecycleEndorsement'])
      expect(Application.Policies[name]).toEqual({ Type: 'ImplicitMeta', Rule: 'MAJORITY Endorsement' });
    expect(Application.Policies['Admins']).toEqual({ Type: 'ImplicitMeta', Rule: 'MAJORITY Admins' });
  });

  it('has the neutral organisation among those who order, and not among those who endorse', () => {
    const { Application, Orderer } = profileOf(bft);
    const ids = (members: readonly Member[]): string[] => members.map(({ ID }) => ID);
    expect(ids(Application.Organizations)).toEqual(bft.provinces.map(({ mspId }) => mspId));
    expect(ids(Orderer.Organizations)).toEqual([...ids(Application.Organizations), NEUTRAL.mspId]);
  });

  it('with BFT has every orderer as a consenter, by identity and TLS certificate', () => {
    const { OrdererType, ConsenterMapping } = profileOf(bft).Orderer;
    expect(OrdererType).toBe('BFT');
    expect(ConsenterMapping).toEqual(
      bft.orderers.map((orderer) => {
        const tls = folders.tls(orderer.mspId, ordererName(orderer)).certificate;
        return {
          ID: orderer.id,
          Host: 'localhost',
          Port: orderer.port,
          MSPID: orderer.mspId,
          Identity: folders.identity(orderer.mspId, ordererName(orderer)).certificate,
          ClientTLSCert: tls,
          ServerTLSCert: tls,
        };
      }),
    );
  });

  it('with Raft has the same orderers, in Raft’s own form', () => {
    const { OrdererType, ConsenterMapping, EtcdRaft } = profileOf(raft).Orderer;
    expect([OrdererType, ConsenterMapping]).toEqual(['etcdraft', undefined]);
    expect(EtcdRaft?.Consenters.map((consenter) => Object.keys(consenter).sort())).toEqual(
      raft.orderers.map(() => ['ClientTLSCert', 'Host', 'Port', 'ServerTLSCert']),
    );
    expect(EtcdRaft?.Consenters.map(({ Port }) => Port)).toEqual(raft.orderers.map(({ port }) => port));
  });

  it('names each organisation’s own orderers, and its first peer as its anchor', () => {
    for (const member of profileOf(bft).Application.Organizations) {
      const own = bft.orderers.filter(({ mspId }) => mspId === member.ID);
      const [first] = bft.provinces.find(({ mspId }) => mspId === member.ID)!.peers;
      expect(member.OrdererEndpoints).toEqual(own.map(({ port }) => `localhost:${port}`));
      expect(member.AnchorPeers).toEqual([{ Host: 'localhost', Port: first.port }]);
      expect(member.MSPDir).toBe(folders.organisationMsp(member.ID));
    }
  });
});

/** Paths in a configuration that lie in an organisation's folder. */
const organisationsIn = (text: string): Set<string | undefined> =>
  new Set(Array.from(text.matchAll(/\/organisations\/(\w+)/g), ([, mspId]) => mspId));

describe('an orderer', () => {
  it('is administered from its own machine, with a certificate of its own organisation', () => {
    for (const orderer of bft.orderers) {
      const { Admin, Operations, ChannelParticipation } = parse(
        ordererConfiguration(folders, bft, orderer),
      ) as Record<string, Record<string, unknown>>;
      expect(Admin).toMatchObject({
        ListenAddress: `127.0.0.1:${orderer.adminPort}`,
        TLS: { Enabled: true, ClientAuthRequired: true, ClientRootCAs: [folders.tlsRoot(orderer.mspId)] },
      });
      expect(Operations).toMatchObject({ ListenAddress: `127.0.0.1:${orderer.operationsPort}` });
      expect(ChannelParticipation).toMatchObject({ Enabled: true });
    }
  });

  it('listens where the plan says, with TLS, and reads nobody’s files but its own organisation’s', () => {
    for (const orderer of bft.orderers) {
      const text = ordererConfiguration(folders, { ...bft, listen: '0.0.0.0' }, orderer);
      expect(parse(text)).toMatchObject({
        General: {
          ListenAddress: '0.0.0.0',
          ListenPort: orderer.port,
          TLS: { Enabled: true },
          LocalMSPID: orderer.mspId,
          LocalMSPDir: folders.msp(orderer.mspId, ordererName(orderer)),
        },
        FileLedger: { Location: `${folders.node(ordererName(orderer))}/data` },
      });
      expect(organisationsIn(text)).toEqual(new Set([orderer.mspId]));
    }
  });
});

describe('a peer', () => {
  const eachPeer = (
    check: (text: string, at: { mspId: string; name: string; first: string }) => void,
  ): void => {
    for (const province of bft.provinces)
      for (const peer of province.peers)
        check(peerConfiguration(folders, bft, province, peer), {
          mspId: province.mspId,
          name: peer.name,
          first: `localhost:${province.peers[0].port}`,
        });
  };

  it('speaks TLS, operates on loopback, and reads nobody’s files but its own province’s', () => {
    eachPeer((text, { mspId, name }) => {
      const { peer, operations } = parse(text) as Record<string, Record<string, unknown>>;
      expect(peer).toMatchObject({
        id: name,
        localMspId: mspId,
        mspConfigPath: folders.msp(mspId, name),
        tls: { enabled: true, rootcert: { file: folders.tlsRoot(mspId) } },
      });
      expect(operations?.['listenAddress']).toMatch(/^127\.0\.0\.1:\d+$/);
      expect(organisationsIn(text)).toEqual(new Set([mspId]));
    });
  });

  it('refuses proposals from another time, so that no attested time can be made to look old', () => {
    eachPeer((text) => {
      expect(parse(text)).toMatchObject({
        peer: {
          authentication: { timewindow: '60s' },
          handlers: { authFilters: expect.arrayContaining([{ name: 'TimeWindowCheck' }]) as unknown },
        },
      });
    });
  });

  it('takes the contract as a service, without Docker, and draws its blocks from orderers itself', () => {
    eachPeer((text, { first }) => {
      expect(parse(text)).toMatchObject({
        vm: { endpoint: '' },
        chaincode: { externalBuilders: [{ name: 'certbridge', path: folders.builder }] },
        peer: {
          gossip: { bootstrap: first, useLeaderElection: false, orgLeader: true, state: { enabled: false } },
        },
      });
    });
  });
});
