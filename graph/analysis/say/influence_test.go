package say

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
)

// TestInfluence reads who shapes a decision, as far as it is known how they stand.
func TestInfluence(t *testing.T) {
	shape := Shape{What: "ERP", First: []string{"Ida Berg"}, Share: 0.41, For: 0.3, Against: 0.1, Unknown: 0.4, Begin: "Leo Brandt"}
	dark, even, known := shape, shape, shape
	dark.For, dark.Against, dark.Unknown, dark.Begin = 0.001, 0.001, 0.998, "Leo Brandt Jr."
	even.First, even.Begin = []string{"Ida Berg", "Tom Fox"}, ""
	known.Unknown, known.Begin = 0, ""
	lever := Lever{Act: analysis.LeverWin, Name: "Ida Berg", Stance: graph.StanceNeutral, Influence: 0.41, What: "ERP", Owners: []string{"Ann Lee"}, Allies: []string{"Leo Brandt"}}
	learn, turn, lost := lever, lever, lever
	learn.Act, learn.Stance, learn.Owners, learn.Request, learn.Allies = analysis.LeverLearn, graph.StanceUnknown, nil, "ask Tom Fox for an introduction (likely)", nil
	turn.Act, turn.Stance, turn.Owners, turn.Shunned, turn.Allies = analysis.LeverConvert, graph.StanceDetractor, nil, true, []string{"Leo Brandt", "Tom Fox"}
	lost.Owners, lost.Allies = nil, nil
	hold(t, []said{
		{shape.Sentence(), "Ida Berg shapes ERP most (41 %); 30 % of the influence is for us, 10 % against, 20 % neutral. 40 % sits with people whose view of us we do not know; start with Leo Brandt."},
		{dark.Sentence(), "Ida Berg shapes ERP most (41 %); how anybody who shapes it stands to us is not known. Start with Leo Brandt Jr."},
		{even.Sentence(), "Ida Berg and Tom Fox shape ERP most, in no order that holds; 30 % of the influence is for us, 10 % against, 20 % neutral. How 40 % of it stands is not known."},
		{known.Sentence(), "Ida Berg shapes ERP most (41 %); 30 % of the influence is for us, 10 % against, 60 % neutral."},
		{Undecided("ERP"), "Nobody is recorded as deciding ERP, so nothing can be said about who shapes it."},
		{lever.Sentence(), "Win over Ida Berg, who is neutral: 41 % of what shapes ERP is their view; in touch with them: Ann Lee; Leo Brandt, on our side, has their ear."},
		{learn.Sentence(), "Find out how Ida Berg stands: 41 % of what shapes ERP is their view; ask Tom Fox for an introduction (likely)."},
		{turn.Sentence(), "Convert Ida Berg, a detractor, or at least move them to neutral: 41 % of what shapes ERP is their view; they must not be contacted; Leo Brandt and Tom Fox, on our side, have their ear."},
		{lost.Sentence(), "Win over Ida Berg, who is neutral: 41 % of what shapes ERP is their view; nobody of ours gets to them."},
		{LeverRemedy(lost.Sentence()), "win over Ida Berg, who is neutral: 41 % of what shapes ERP is their view; nobody of ours gets to them"},
		{Broker("Ida Berg", 11.2, 45), "Ida Berg is on the shortest route for 12 of 45 pairs of others."},
	})
}
