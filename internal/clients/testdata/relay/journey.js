// The documents of the journeys with Relay: relay-compiler holds them against the schema,
// and writes what the runtime runs.
import { graphql } from 'relay-runtime';

export default [
  graphql`query journeyTodayQuery($id: ID!) { view { position(id: $id) { id factId title manager { id title } holders { id name } } } }`,
  graphql`query journeyPastQuery($id: ID!, $day: Date!) { view(asOf: $day) { position(id: $id) { id factId title manager { id title } holders { id name } } } }`,

  graphql`fragment journeySeats on View
    @refetchable(queryName: "journeySeatsQuery")
    @argumentDefinitions(count: { type: "Int", defaultValue: 15 }, cursor: { type: "String" }, organization: { type: "ID!" }) {
    asOf
    positions(first: $count, after: $cursor, filter: { organizationId: $organization }) @connection(key: "View_positions") {
      edges { node { id asOf title } }
    }
  }`,
  graphql`query journeyListQuery($day: Date!, $organization: ID!) { view(asOf: $day) { id ...journeySeats @arguments(organization: $organization) } }`,

  graphql`fragment journeySeat on Position @refetchable(queryName: "journeySeatQuery") { asOf title holders { name } }`,
  graphql`query journeyOneQuery($id: ID!, $day: Date!) { view(asOf: $day) { position(id: $id) { id ...journeySeat } } }`,

  graphql`fragment journeyChart on View
    @refetchable(queryName: "journeyChartPageQuery")
    @argumentDefinitions(count: { type: "Int", defaultValue: 15 }, cursor: { type: "String" }, account: { type: "ID!" }) {
    chart(of: { accountId: $account }) {
      total
      seats(first: $count, after: $cursor) @connection(key: "Chart_seats") {
        edges { node { positionId title holders { person { personId name } } } }
      }
    }
  }`,
  graphql`query journeyChartQuery($account: ID!) { view { id ...journeyChart @arguments(account: $account) } }`,

  graphql`mutation journeyPromoteMutation($input: PromoteInput!) { promote(input: $input) { position { id title } } }`,
  graphql`mutation journeyReportToMutation($input: ReportToInput!) { reportTo(input: $input) { position { id manager { id title } } } }`,
  graphql`mutation journeyAddMutation($input: AddPersonInput!, $options: EditOptions) { addPerson(input: $input, options: $options) { repeated person { id name } } }`,
  graphql`mutation journeySeveralMutation($top: ID!, $a: ID!, $b: ID!) {
    first: promote(input: { positionId: $a, title: "One" }) { position { id title } }
    second: reportTo(input: { positionId: $top, managerId: $a }) { position { id title } }
    third: promote(input: { positionId: $b, title: "Three" }) { position { id title } }
  }`,

  graphql`subscription journeyChangesSubscription($after: Revision, $account: ID!) { changes(after: $after, accountId: $account) { revision changed { id ... on Position { title } } } }`,
];
