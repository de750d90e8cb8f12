// Made by go generate from the SDL and operations.graphql; do not edit.

import type { Operation } from "./api.js";

export type AssessInput = {
  assessment: AssessmentInput;
  authorId: string;
  personId: string;
  withinId?: string | null;
};

export type AssessmentInput = {
  seen?: string[] | null;
  on?: string | null;
  expires?: string | null;
  stance?: Stance | null;
  roles?: Role[] | null;
  politicalStatus?: PoliticalStatus | null;
  motivations?: string[] | null;
  evidence?: string | null;
  confidence?: Confidence | null;
  from?: string | null;
  to?: string | null;
  externalIds?: string[] | null;
  confirmedOn?: string | null;
  confirmedBy?: string | null;
};

export type Band = "NONE" | "ACQUAINTED" | "WORKING" | "STRONG" | "CLOSE";

export type ChartLineKind = "ALSO_REPORTS" | "ASSISTS" | "INFLUENCES" | "CONFLICT" | "KNOWS";

export type Confidence = "HIGH" | "MEDIUM" | "LOW";

export type Diagram = "TREE" | "PAIR" | "OVERVIEW" | "FOCUS" | "MATRIX" | "NETWORK" | "DIFF";

export type EditOptions = {
  idempotencyKey?: string | null;
  reason?: string | null;
  expectedRevision?: string | null;
  expectedWorkspaceRevision?: string | null;
  dryRun?: boolean;
  draftId?: string | null;
};

export type ManagerState = "KNOWN" | "NONE" | "UNKNOWN";

export type Occupancy = "HELD" | "VACANT" | "WITHHELD" | "UNKNOWN";

export type PoliticalStatus = "OUTSIDE" | "POLITICAL_STRUCTURE" | "INNER_CIRCLE";

export type Relation = "CUSTOMER" | "PROSPECT" | "PARTNER" | "SUPPLIER";

export type Role = "DECIDER" | "APPROVER" | "VETO" | "SIGN_OFF" | "BUYER" | "USER" | "INFLUENCER" | "GATEKEEPER" | "INITIATOR" | "INFORMED";

export type Rule = "G1" | "G2" | "G3" | "G4" | "G5" | "G6" | "G7" | "G8" | "G9" | "G10" | "G11" | "P1" | "I1" | "M1" | "M2" | "T1" | "T2" | "T3" | "K1" | "K2" | "K3" | "K4" | "C1" | "C2" | "C3" | "O1" | "O2" | "A1" | "A2" | "A3" | "A4";

export type Severity = "S1" | "S2" | "S3" | "S4";

export type Stage = "PROSPECT" | "CUSTOMER" | "CLIENT" | "AMBASSADOR" | "FORMER";

export type Stance = "CHAMPION" | "SUPPORTER" | "NEUTRAL" | "SCEPTIC" | "DETRACTOR" | "UNKNOWN";

export type TieLevel = "NONE" | "MET" | "KNOWS" | "WORKS_WELL" | "TRUSTED";

export type Tier = "STRATEGIC" | "KEY" | "STANDARD";

export type Found = {
  findingId: string;
  severity: Severity;
  rule: Rule;
  sentence: string;
  subjects: ({
    id: string;
  })[];
  remedy: {
    text: string;
  } | null;
};

export type Holder = {
  personId: string;
  name: string;
  doNotContact: boolean;
  stance: Stance | null;
  disputed: boolean;
  roles: Role[];
  key: boolean;
  directDepth: number;
  singleThreaded: boolean;
  singlePoint: boolean;
  knownBy: ({
    personId: string;
    band: Band;
    working: boolean;
  })[];
};

export type Seat = {
  positionId: string;
  title: string | null;
  department: string | null;
  level: number | null;
  managerId: string | null;
  managerState: ManagerState;
  assistant: boolean;
  depth: number;
  reports: number;
  below: number;
  occupancy: Occupancy;
  vacantSince: string | null;
  new: boolean;
  findingIds: string[];
  holders: ({
    from: string | null;
    person: Holder;
  })[];
};

export type Start = {
  viewer: {
    workspace: string;
    name: string;
    viewerCanEdit: boolean;
  };
  view: {
    asOf: string;
    revision: string;
    accounts: {
      totalCount: number;
      nodes: ({
        factId: string;
        name: string;
        tier: Tier | null;
        stage: Stage | null;
        relation: Relation | null;
        renewal: string | null;
      })[];
    };
  };
};

export type StartVariables = {
};

export const start: Operation<Start, StartVariables> = { name: "Start", text: "query Start { viewer { workspace name viewerCanEdit } view { asOf revision accounts(first: 200) { totalCount nodes { factId name tier stage relation renewal } } } }" };

export type AccountState = {
  view: {
    coverage: {
      people: ({
        person: {
          factId: string;
        };
        parts: ({
          role: Role;
        })[];
        depth: number;
      })[];
      findings: Found[];
    };
    singlePoints: {
      findings: Found[];
    };
  };
};

export type AccountStateVariables = {
  account: string;
  asOf?: string | null;
};

export const accountState: Operation<AccountState, AccountStateVariables> = { name: "AccountState", text: "query AccountState ($account: ID!, $asOf: Date) { view(asOf: $asOf) { coverage(accountId: $account) { people { person { factId } parts { role } depth } findings { ... Found } } singlePoints(accountId: $account) { findings { ... Found } } } } fragment Found on FindingInfo { findingId severity rule sentence subjects { id } remedy { text } }" };

export type AccountChart = {
  view: {
    asOf: string;
    revision: string;
    chart: {
      account: {
        factId: string;
        name: string;
        tier: Tier | null;
        renewal: string | null;
      } | null;
      total: number;
      vacant: number;
      seats: {
        nodes: Seat[];
      };
      lines: {
        nodes: ({
          recordId: string;
          kind: ChartLineKind;
          fromId: string;
          toId: string;
        })[];
      };
      team: ({
        personId: string;
        name: string;
        title: string | null;
      })[];
      findings: Found[];
      layout: {
        diagram: Diagram;
        width: number;
        height: number;
        parked: number;
        parkY: number | null;
        warnings: string[];
        wires: string[];
        boxes: ({
          positionId: string;
          x: number;
          y: number;
          w: number;
          h: number;
          mark: boolean;
          label: string;
        })[];
        links: ({
          kind: ChartLineKind;
          fromId: string;
          toId: string;
          path: string;
          width: number;
        })[];
      };
    };
  };
};

export type AccountChartVariables = {
  account: string;
  asOf?: string | null;
};

export const accountChart: Operation<AccountChart, AccountChartVariables> = { name: "AccountChart", text: "query AccountChart ($account: ID!, $asOf: Date) { view(asOf: $asOf) { asOf revision chart(of: {accountId:$account}) { account { factId name tier renewal } total vacant seats(first: 10000) { nodes { ... Seat } } lines(first: 10000, kinds: [INFLUENCES,CONFLICT,ALSO_REPORTS,ASSISTS]) { nodes { recordId kind fromId toId } } team { personId name title } findings { ... Found } layout(diagram: TREE) { diagram width height parked parkY warnings wires boxes { positionId x y w h mark label } links { kind fromId toId path width } } } } } fragment Seat on ChartSeat { positionId title department level managerId managerState assistant depth reports below occupancy vacantSince new findingIds holders { from person { ... Holder } } } fragment Holder on ChartPerson { personId name doNotContact stance disputed roles key directDepth singleThreaded singlePoint knownBy { personId band working } } fragment Found on FindingInfo { findingId severity rule sentence subjects { id } remedy { text } }" };

export type PersonCard = {
  view: {
    person: {
      factId: string;
      name: string;
      emails: string[];
      location: string | null;
      holdings: ({
        from: string | null;
        position: {
          title: string | null;
        };
      })[];
      knows: {
        nodes: ({
          other: {
            factId: string;
            name: string;
          };
          level: TieLevel;
        })[];
      };
    } | null;
  };
};

export type PersonCardVariables = {
  person: string;
  asOf?: string | null;
};

export const personCard: Operation<PersonCard, PersonCardVariables> = { name: "PersonCard", text: "query PersonCard ($person: ID!, $asOf: Date) { view(asOf: $asOf) { person(id: $person) { factId name emails location holdings { from position { title } } knows(first: 20) { nodes { other { factId name } level } } } } }" };

export type Routes = {
  view: {
    introductions: {
      introductions: ({
        ask: {
          name: string;
        };
        sentence: string;
      })[];
    };
  };
};

export type RoutesVariables = {
  person: string;
  asOf?: string | null;
};

export const routes: Operation<Routes, RoutesVariables> = { name: "Routes", text: "query Routes ($person: ID!, $asOf: Date) { view(asOf: $asOf) { introductions(targetId: $person, limit: 3) { introductions { ask { name } sentence } } } }" };

export type Log = {
  changes: {
    nodes: ({
      revision: string;
      at: string;
      actor: string | null;
      reason: string | null;
      changes: {
        totalCount: number;
      };
    })[];
    pageInfo: {
      hasPreviousPage: boolean;
      startCursor: string | null;
    };
  };
};

export type LogVariables = {
  before?: string | null;
};

export const log: Operation<Log, LogVariables> = { name: "Log", text: "query Log ($before: String) { changes(last: 50, before: $before) { nodes { revision at actor reason changes(first: 5) { totalCount } } pageInfo { hasPreviousPage startCursor } } }" };

export type Find = {
  view: {
    search: ({
      text: string;
      node: {
        id: string;
      };
    })[];
  };
};

export type FindVariables = {
  text: string;
};

export const find: Operation<Find, FindVariables> = { name: "Find", text: "query Find ($text: String!) { view { search(text: $text, first: 8) { text node { id } } } }" };

export type Assess = {
  assess: {
    revision: string;
  } | null;
};

export type AssessVariables = {
  input: AssessInput;
  options?: EditOptions | null;
};

export const assess: Operation<Assess, AssessVariables> = { name: "Assess", text: "mutation Assess ($input: AssessInput!, $options: EditOptions) { assess(input: $input, options: $options) { revision } }" };

export type Undo = {
  undo: {
    revision: string;
  } | null;
};

export type UndoVariables = {
  revision: string;
};

export const undo: Operation<Undo, UndoVariables> = { name: "Undo", text: "mutation Undo ($revision: Revision!) { undo(input: {revision:$revision}) { revision } }" };

export type Commits = {
  changes: {
    revision: string;
    actor: string | null;
    reason: string | null;
    accountIds: string[];
    positionIds: string[];
  };
};

export type CommitsVariables = {
  after?: string | null;
};

export const commits: Operation<Commits, CommitsVariables> = { name: "Commits", text: "subscription Commits ($after: Revision) { changes(after: $after) { revision actor reason accountIds positionIds } }" };

