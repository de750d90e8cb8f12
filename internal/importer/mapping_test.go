package importer_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/importer"
)

const mappingCSV = `what,from,to
level,SCS1,3
title level,"Chair, Board",5
title function,Chair,GENERAL_MANAGEMENT
department,TMG,IT
channel,purchase order,ticket
relationship,plays golf with,KNOWS FRIEND WORKS_WELL
relationship,consults,INFLUENCES SWAYS 0.4 REVERSED
relationship,lives near,IGNORE
`

const mappingJSON = `{"levels": {"SCS1": 3}, "titleLevels": {"Chair, Board": 5}, "titleFunctions": {"Chair": "GENERAL_MANAGEMENT"},
 "departments": {"TMG": "IT"}, "channels": {"purchase order": "ticket"},
 "relationships": {"plays golf with": "KNOWS FRIEND WORKS_WELL", "consults": "INFLUENCES SWAYS 0.4 REVERSED", "lives near": "IGNORE"}}`

func TestReadMapping(t *testing.T) {
	want := importer.Mapping{
		Levels:         map[string]int{"scs1": 3},
		TitleLevels:    map[string]int{"chair board": 5},
		TitleFunctions: map[string]graph.Function{"chair": graph.FunctionGeneralManagement},
		Departments:    map[string]graph.Function{"tmg": graph.FunctionIT},
		Channels:       map[string]graph.Channel{"purchase order": graph.ChannelTicket},
		Relationships: map[string]importer.Relationship{
			"plays golf with": {Fact: graph.EdgeKnows, Tie: graph.TieFriend, Level: graph.TieWorksWell},
			"consults":        {Fact: graph.EdgeInfluences, Sway: graph.InfluenceSways, Weight: .4, Reverse: true},
			"lives near":      {},
		},
	}
	for name, text := range map[string]string{"map.csv": mappingCSV, "map.json": mappingJSON} {
		got, err := importer.ReadMapping(name, strings.NewReader(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("ReadMapping(%s) = %+v, %v, want %+v", name, got, err, want)
		}
	}
}

func TestReadMappingRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"map.csv", "", "mapping map.csv: the file is empty"},
		{"map.csv", "what,from\nlevel,A\n", "mapping map.csv: the column to is missing; what, from and to are wanted"},
		{"map.csv", "what,from,to\nlevel,A,9\n", `mapping map.csv: line 2: "9" is not a level; write 1 (staff) to 5 (chief executive), or 0 for unknown`},
		{"map.csv", "what,from,to\nlevel,A,1\nlevel,a,2\n", `mapping map.csv: line 3: "a" is mapped twice`},
		{"map.csv", "what,from,to\nmood,A,1\n", `mapping map.csv: line 2: "mood" is nothing to map; write level, title level, title function, department, channel, dates, relationship or column`},
		{"map.csv", "what,from,to\nrelationship,A,LOVES\n", `mapping map.csv: line 2: "LOVES" is not a fact; write KNOWS, INFLUENCES, WORKS_ON or IGNORE`},
		{"map.csv", "what,from,to\nrelationship,A,KNOWS 0.4\n", `mapping map.csv: line 2: "0.4" says nothing about KNOWS`},
		{"map.csv", "what,from,to\nlevel,\"A,1\n", "mapping map.csv: line 2: a quote is opened and never closed; double the quotes inside a quoted field"},
		{"map.json", "[]", "mapping map.json: json: cannot unmarshal array into Go value of type map[string]map[string]interface {}; an object of objects is wanted"},
		{"map.json", `{"moods": {}}`, `mapping map.json: "moods" is not a section; write levels, titleLevels, titleFunctions, departments, channels, dates, relationships or columns`},
		{"map.json", `{"departments": {"X": "Alchemy"}}`, `mapping map.json: departments "X": "Alchemy" is not a function; write one of CUSTOMER_SERVICE, ENGINEERING, FINANCE, GENERAL_MANAGEMENT, HR, IT, LEGAL, MARKETING, OPERATIONS, PROCUREMENT, PRODUCT, SALES`},
	}
	for _, tt := range tests {
		if _, err := importer.ReadMapping(tt.name, strings.NewReader(tt.text)); err == nil || err.Error() != tt.want {
			t.Errorf("ReadMapping(%s, %q): error %v, want %s", tt.name, tt.text, err, tt.want)
		}
	}
}
