CREATE CONSTRAINT chart_card IF NOT EXISTS FOR (c:ChartCard) REQUIRE c.node IS UNIQUE;
UNWIND [
  {node: 0, card: 'p1', label: 'Ann Archer', title: 'Chief'},
  {node: 1, card: 'p2', label: 'Bo Bell', title: 'Assistant'},
  {node: 2, card: 'p3', label: 'Cy Cole', title: 'Head of <Things> & "More"', level: 3},
  {node: 3, card: 'p4', label: 'Vacant since Mar 2026', title: 'Analyst', occupancy: 'VACANT'},
  {node: 4, card: 'p5', label: 'Name withheld', title: 'Analyst', occupancy: 'WITHHELD'},
  {node: 5, card: 'p6', label: 'Holder not known', title: 'Analyst', occupancy: 'UNKNOWN'},
  {node: 6, card: 'p7', label: 'Di Dean', title: 'Head of a department with a very long name indeed', collapsed: 7},
  {node: 7, card: 'p8', label: 'Ed Eder', title: 'Expert'},
  {node: 8, card: 'p9', label: 'Fe Funk', title: 'Head'},
  {node: 9, card: 'p10', label: 'Jo Jung, Kai Kern and Lu Lang', title: 'Co-heads of a department'},
  {node: 10, card: 'p11', label: 'Gil Grau', title: 'Adviser'},
  {node: 11, card: 'p12', label: '王 芳', title: 'Adviser'}
] AS row CREATE (c:ChartCard) SET c = row;
UNWIND [[1, 0], [2, 0], [3, 2], [4, 2], [5, 2], [6, 0], [7, 6], [8, 0], [9, 0]] AS row MATCH (a:ChartCard {node: row[0]}), (b:ChartCard {node: row[1]}) CREATE (a)-[l:REPORTS_TO]->(b) SET l.weight = row[2];
UNWIND [[7, 0]] AS row MATCH (a:ChartCard {node: row[0]}), (b:ChartCard {node: row[1]}) CREATE (a)-[l:ALSO_REPORTS]->(b) SET l.weight = row[2];
UNWIND [[7, 6]] AS row MATCH (a:ChartCard {node: row[0]}), (b:ChartCard {node: row[1]}) CREATE (a)-[l:ASSISTS]->(b) SET l.weight = row[2];
UNWIND [[7, 1]] AS row MATCH (a:ChartCard {node: row[0]}), (b:ChartCard {node: row[1]}) CREATE (a)-[l:MOVED]->(b) SET l.weight = row[2];
