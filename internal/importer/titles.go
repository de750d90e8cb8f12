package importer

import (
	"regexp"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
)

// levelRule says which titles have a level. The pattern is matched against the
// folded title (see [fold]); the first rule that matches decides.
type levelRule struct {
	level   int // 5 chief executive … 1 staff; 0 says that the words name no rank
	pattern string
	example string // a title for which this rule is the first to match
}

// levelRules is the whole knowledge about ranks, most specific first, in
// English, German and French. A level is a convention: a mapping file overrides
// it for a title or for a level of the source.
var levelRules = []levelRule{
	// Those who work for a chief are not chiefs.
	{1, `\b(executive|personal|management|managing|vorstands|team) ?(assistant|assistent|assistenz|business partner)`, "Executive Assistant to the CEO"},
	{1, `^(assistant|assistent|assistenz|secretary|sekretar|secretaire)\w* (to|of|der|des|de|du|to the)\b`, "Assistant to the Chief Financial Officer"},
	{3, `\bchief of staff\b`, "Chief of Staff to CEO"},
	{0, `^(principal )?private secretary\b|^secretary of state\b|^secondment\b`, "Principal Private Secretary to the Secretary of State"},
	{0, `\bemeritus\b|\btitle not stated\b|\bretired\b`, "Emeritus Lead"},
	{1, `\b(product|process|account|content|data|risk|budget) owner\b`, "Product Owner"},

	// 4 before 5 where a deputy of the top stands.
	{4, `\b(deputy|vice|assistant|stellvertretende\w*|adjoint\w*|associate) (chief executive|ceo|managing director|permanent secretary|director general|general director|geschaftsfuhrer\w*|vorstandsvorsitzende\w*)`, "Deputy Chief Executive"},
	{4, `\b(directeur|directrice) general\w* (adjoint|delegue)`, "Directeur général adjoint"},
	{5, `\bchief executive\b|\bceo\b|\bpermanent secretary\b`, "Chief Executive Officer"},
	{5, `\bmanaging (director|partner)\b|\bchair(man|woman|person)\b|\bchair of the (board|supervisory)`, "Managing Director"},
	{5, `\bgeschaftsfuhr(er|erin|ende)\b|\bvorstandsvorsitzende|\bvorstandsvorsitz\b|\bvorsitzende\w* (der|des) (geschaftsfuhrung|vorstand)|\binhaber(in)?\b`, "Geschäftsführerin"},
	{5, `\bpdg\b|\bpresident\w* directeur general|\bpresidente directrice generale|\b(directeur|directrice) general\w*\b|\bgerant\w?\b|\bproprietaire\b`, "Président-directeur général"},
	{4, `\b(senior|executive) (vice president|vp)\b|\b(svp|evp)\b`, "Senior Vice President, Sales"},
	{3, `\bvice president\b|\bvp\b|\bavp\b|\bvizeprasident`, "Vice President of Sales"},
	{4, `\bpresident (of|for|north|south|east|west|emea|apac|americas|europe|asia)\b`, "President of Europe"},
	{5, `\bpresident(in|e)?\b|\bprasident(in)?\b`, "President"},
	{4, `\bdirector general\b|\bdg\b`, "DG Country Programmes"},
	{3, `\bchief professional officer\b`, "Chief Professional Officer and Head of Evaluation"},
	{4, `\bchief( [a-z]+){1,4} officer\b|\bc(f|o|i|t|m|r|p|s|d|c|l|a|x|hr|is)o\b`, "Chief Financial Officer"},
	{4, `\b(finanz|personal|vertriebs|technik|it|einkaufs|betriebs|marketing)?(vorstand|vorstandin|vorstandsmitglied)\b|\bmitglied (der|des) (geschaftsleitung|vorstands?)\b`, "Finanzvorstand"},
	{4, `\b(directeur|directrice) (administrati\w+ et )?(financi\w+|commerci\w+|techniques?|juridique|informatique|industriel\w*|des (ressources humaines|operations|achats|systemes d information))\b|\b(daf|dsi|drh)\b`, "Directrice des ressources humaines"},
	{5, `\bfounder\b|\bcofounder\b|\bfondat(eur|rice)\b|\bgrunder(in)?\b|^(co )?owner\b|\bowner$`, "Founder"},
	{4, `^(senior |equity |general )?partner(in)?$`, "Partner"},

	// Directors and heads.
	{3, `\b(director|directors|direktor|direktorin|directeur|directrice|prokurist|prokuristin)\b`, "Deputy Director, Head of DFID Ghana"},
	{3, `\b(co )?head\b|\bgeneral manager\b|\bcountry (manager|representative)\b|\bfinancial controller\b|\bcompany secretary\b`, "Head of Design"},
	{3, `\bchief (economist|statistician|scientist|scientific|engineer|architect|accountant|medical|nurs\w+|legal|buyer)\b|\bgeneral counsel\b`, "Chief Economist"},
	{2, `\b(projekt|team|gruppen|schicht|filial)leit(er|erin|ung)\b|\bmeister(in)?\b`, "Teamleiterin"},
	{3, `\b\w*(bereichs|abteilungs|hauptabteilungs|vertriebs|einkaufs|werks|produktions|entwicklungs|verkaufs|personal|marketing|it|niederlassungs)leit(er|erin|ung)\b|\bleit(er|erin|ung)\b`, "Leiterin Einkauf"},

	// Managers.
	{1, `\b(assistant|junior|trainee) (sales )?(manager|to)\b`, "Assistant Manager"},
	{2, `\bkam\b|\bmanagers?\b|\bmanager(in|ine)\b|\bsupervisor\b|\bforeman\b|\bteam ?(lead|leader)\b|\bteam leads\b`, "Engineering Manager, Search"},
	{2, `\bresponsable\b|\bchef(fe)? (de|d|des|du)\b|\bchef d equipe\b`, "Responsable des achats"},
	{1, `\btech(nical)? lead\b|\blead (data|software|backend|frontend|product|ux|security|site|test|qa)\b`, "Lead Data Engineer"},
	{2, `\b[a-z]+ lead\b|\bco lead\b|\bteam leader\b`, "Customer Marketing Lead"},

	// Staff.
	{1, `\b(engineer|engineering|developer|programmer|architect|administrator|analyst|technician|scientist|researcher|designer|tester|devops|intern|trainee|apprentice)\b`, "Software Engineer"},
	{1, `\b(account executive|exective|representative|rep|agent|associate|buyer|purchaser|seller|salesperson|advisor|adviser|consultant|counsel|advocate|evangelist|recruiter|sourcer|partner|generalist|coordinator|specialist|assistant|clerk|secretary|receptionist)\b`, "Account Executive, EMEA"},
	{1, `\b(accountant|bookkeeper|auditor|controller|editor|copywriter|writer|scheduler|stocker|janitor|driver|operator|worker|nurse|teacher|officer|builder|contributor|planner|pmm|dev|staff|employee|member of staff|strategy and analytics|sales development)\b`, "Accountant"},
	{1, `\b(mitarbeiter|mitarbeiterin|sachbearbeiter|sachbearbeiterin|referent|referentin|assistent|assistentin|ingenieur|ingenieurin|entwickler|entwicklerin|einkaufer|einkauferin|verkaufer|verkauferin|berater|beraterin|techniker|technikerin|buchhalter|buchhalterin|werkstudent|praktikant|praktikantin|auszubildende\w?)\b`, "Einkäuferin"},
	{1, `\b(assistante|charge|chargee|ingenieur\w?|technicien|technicienne|acheteur|acheteuse|comptable|vendeur|vendeuse|conseiller|conseillere|employe|employee|stagiaire|developpeur|developpeuse|commercial|commerciale)\b`, "Chargée d'études"},
}

// functionRule says which titles and departments belong to a function.
type functionRule struct {
	function graph.Function // "" says that the words settle nothing
	pattern  string
	example  string
	general  bool // a word that many fields use: asked only when no other rule matches
}

// functionRules is the whole knowledge about fields of work, most specific
// first. It is asked for each part of the title, then for the department.
var functionRules = []functionRule{
	{graph.FunctionHR, `\b(recruit\w*|sourcer|talent|human resources?|hr|people|payroll|benefits|compensation|teammate|personal(leit\w+|abteilung|wesen|referent\w*|vorstand)|leiter(in)? personal|ressources humaines|drh|rh|chro|learning and development)\b`, "Senior Technical Recruiter, Team Lead", false},
	{graph.FunctionLegal, `\b(legal|counsel|compliance|lawyer|attorney|solicitor|contracts?|regulatory|privacy|recht|rechtsabteilung|jurist(in)?|juridique|juriste|clo)\b`, "Commercial Counsel", false},
	{graph.FunctionProcurement, `\b(purchas\w+|buyer|procure\w*|sourcing|supply chain|\w*einkauf\w*|beschaffung\w*|achats?|acheteu(r|se)|approvisionnement\w*|cpo procurement)\b`, "Purchasing Manager", false},
	{graph.FunctionFinance, `\b(financ\w+|accountant|accounting|accounts (payable|receivable|manager)|account(s)? (payable|receivable)|controller|controlling|treasur\w+|tax|audit\w*|fp and a|cfo|economist|\w*finanz\w*|buchhalt\w+|rechnungswesen|comptab\w+|daf|deal desk|insurance|billing|value for money)\b`, "Accounts Manager", false},
	{graph.FunctionMarketing, `\b(market\w*|communications?|communicat\w+|brand|content|demand gen\w*|social media|copywriter|community|devrel|developer (relations|advocate|evangelist)|press|public relations|pr|news|editor|events?|cmo|kommunikation|pmm|campaigns?|media)\b`, "Director of Product Marketing", false},
	{graph.FunctionService, `\b(customer (success|support|service|experience|care|training|engineer\w*|implementation)|support|implementation|onboarding|technical (success|advis\w+)|service desk|help ?desk|field service|kundendienst|kundenservice|service client\w*|after sales|cco customer)\b`, "Head of Support Engineering", false},
	{graph.FunctionSales, `\b(sales|account (executive|exective|director|manager|management)|key accounts?|kam|business development|go to market|gtm|revenue|cro|commerciale?|enterprise|vertrieb\w*|verkauf\w*|verkaufer\w*|ventes?|vente|value engineering|selling|presales|pre sales)\b`, "Regional Sales Director, West", false},
	{graph.FunctionEngineering, `\b(tool|mechanical|electrical) design\w*\b`, "Senior Tool Designer", false},
	{graph.FunctionProduct, `\b(product (manag\w+|design\w*|director|owner|lead|education|advisor|operations)|(director|head|vp|vice president)( of)? product|product|ux|ui|user experience|design (manager|lead)|designer|(director|head|vp) of design|produktmanage\w+|chef de produit)\b`, "Group Product Manager, Admin Experience", false},
	{graph.FunctionOperations, `\b(production (control|superv\w+|technic\w+|manag\w+|plan\w+)|manufactur\w+|plant|factory|quality|logistic\w*|shipping|receiving|warehouse|stocker|janitor|maintenance|facilit\w+|schedul\w+|document control|control specialist|produktion\w*|fertigung\w*|werks?leit\w+|logistik|exploitation|exploitant)\b`, "Production Technician - WC10", false},
	{graph.FunctionIT, `\b(information (services|systems|technology|security)|it|ict|cio|ciso|network (administrator|manager|engineer)|database administrator|system\w* administrator|salesforce administrator|business solutions|application specialist|help desk|tech ops|informatik\w*|edv|informatique|dsi|systemes d information|information officer|data (operations|and analytics|analyst|analytics)|analytics)\b`, "Network Administrator", false},
	{graph.FunctionEngineering, `\b(engineer\w*|developer|software|devops|r and d|research and development|research|technical officer|technology officer|scientific|scientist|cto|architect|programmer|infrastructure|frontend|backend|full stack|platform|search|llm|machine learning|ai|entwickl\w+|ingenieur\w*|developpeu\w+|tech lead|technical writing|documentation)\b`, "Software Engineer, DevOps", false},
	{graph.FunctionOperations, `\b(operations?|operating officer|coo|production|betrieb\w*|operational|group operations|program(me)? delivery|program(me)?s? (manager|lead)|project (manager|coordinator)|strategic projects)\b`, "VP Operations", true},
	{graph.FunctionGeneralManagement, `\b(chief executive|ceo|managing director|general manag\w+|owner|founder|president|permanent secretary|director general|chief of staff|board|geschaftsfuhr\w+|geschaftsleitung|vorstand\w*|inhaber(in)?|pdg|directeur general|directrice generale|gerant\w?|proprietaire|executive (assistant|business partner)|strategy|country manager|country representative)\b`, "Chief Executive Officer", true},
}

var (
	compiledLevels    = compile(levelRules, func(r levelRule) string { return r.pattern })
	compiledFunctions = compile(functionRules, func(r functionRule) string { return r.pattern })
)

func compile[T any](rules []T, pattern func(T) string) []*regexp.Regexp {
	out := make([]*regexp.Regexp, len(rules))
	for i, r := range rules {
		out[i] = regexp.MustCompile(pattern(r))
	}
	return out
}

// titleParts returns the folded parts of a title, the main one first, and how
// the title says the seat is held. Remarks in parentheses are dropped: "Interim
// Engineering Lead (and CEO)" is not the title of a CEO.
func titleParts(title string) (parts []string, hold graph.HoldKind) {
	hold = graph.HoldPermanent
	var b strings.Builder
	depth := 0
	for _, r := range title {
		switch r {
		case '(', '[':
			depth++
			b.WriteRune(',')
		case ')', ']':
			depth = max(0, depth-1)
		default:
			if depth == 0 {
				b.WriteRune(r)
			}
		}
	}
	whole := folding.Fold(title)
	switch {
	case interimWord.MatchString(whole):
		hold = graph.HoldInterim
	case actingWord.MatchString(whole):
		hold = graph.HoldActing
	}
	for _, p := range strings.Split(partsOf.Replace(b.String()), ",") {
		p = strings.TrimSpace(holdWord.ReplaceAllString(folding.Fold(p), ""))
		if p != "" {
			parts = append(parts, p)
		}
	}
	return parts, hold
}

var (
	partsOf     = strings.NewReplacer(" - ", ",", " – ", ",", " — ", ",", "/", ",", ";", ",", "|", ",")
	interimWord = regexp.MustCompile(`\b(interim|interims|kommissarisch\w*|par interim)\b`)
	actingWord  = regexp.MustCompile(`\b(acting|temporary|tp)\b|faisant fonction`)
	holdWord    = regexp.MustCompile(`^(tp |temporary )|\b(interim|interims|acting|kommissarisch\w*|par interim|faisant fonction( de)?)\b ?`)
)

// LevelOf returns the level that a title names, 5 (chief executive) to 1
// (staff), and 0 when the rules do not know the title. The first part of the
// title that has a level decides: "CTO, Cofounder, Board of Directors" is a
// chief officer.
func LevelOf(title string) int {
	parts, _ := titleParts(title)
	for _, p := range parts {
		for i, re := range compiledLevels {
			if re.MatchString(p) {
				return levelRules[i].level
			}
		}
	}
	return 0
}

// HoldOf returns how a title says that its seat is held: INTERIM and ACTING
// where it says so, PERMANENT otherwise.
func HoldOf(title string) graph.HoldKind {
	_, hold := titleParts(title)
	return hold
}

// FunctionOf returns the function that a title names, else the one that its
// department names, else "". The first part of the title that names one
// decides; a word that many fields use, such as "operations", only counts when
// nothing else does.
func FunctionOf(title, department string) graph.Function {
	parts, _ := titleParts(title)
	for _, general := range []bool{false, true} {
		for _, p := range parts {
			if f := matchFunction(p, general); f != "" {
				return f
			}
		}
	}
	if f, ok := functionWords.parse(department); ok || department == "" {
		return f
	}
	dept := folding.Fold(department)
	if f := matchFunction(dept, false); f != "" {
		return f
	}
	return matchFunction(dept, true)
}

func matchFunction(text string, general bool) graph.Function {
	for i, re := range compiledFunctions {
		if functionRules[i].general == general && re.MatchString(text) {
			return functionRules[i].function
		}
	}
	return ""
}
