// @neo4j/graphql over the database that kith keeps, for its model, as its documentation says
// to serve it: node server.mjs BOLT_URI. It prints where it listens.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { Neo4jGraphQL } from '@neo4j/graphql';
import neo4j from 'neo4j-driver';

const typeDefs = `
  type Organization @node {
    id: ID!
    name: String
    seats: [Position!]! @relationship(type: "IN", direction: IN)
  }
  type Position @node {
    id: ID!
    title: String
    level: Int
    function: String
    occupancy: String
    organization: [Organization!]! @relationship(type: "IN", direction: OUT)
    manager: [Position!]! @relationship(type: "REPORTS_TO", direction: OUT)
    reports: [Position!]! @relationship(type: "REPORTS_TO", direction: IN)
    holders: [Person!]! @relationship(type: "HOLDS", direction: IN)
  }
  type Person @node {
    id: ID!
    name: String
    emails: [String!]
    holds: [Position!]! @relationship(type: "HOLDS", direction: OUT)
    knows: [Person!]! @relationship(type: "KNOWS", direction: OUT)
    knownBy: [Person!]! @relationship(type: "KNOWS", direction: IN)
  }
`;

const driver = neo4j.driver(process.argv[2]);
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();
const { url } = await startStandaloneServer(new ApolloServer({ schema }), { listen: { port: 0, host: '127.0.0.1' } });
console.log(url);
