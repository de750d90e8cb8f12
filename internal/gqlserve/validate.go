package gqlserve

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// validationRules returns the rules of the specification, by name, without
// suggestions and with bounded ones in the place of those whose time is not:
// field merging is quadratic, and the depth of introspection, which
// checkStructure bounds, doubles with every fragment.
func validationRules(l Limits) []validator.Rule {
	set := rules.NewDefaultRules()
	for _, name := range []string{
		rules.OverlappingFieldsCanBeMergedRule.Name,
		rules.MaxIntrospectionDepth.Name,
		rules.FieldsOnCorrectTypeRule.Name,
		rules.KnownArgumentNamesRule.Name,
		rules.KnownTypeNamesRule.Name,
		rules.ScalarLeafsRule.Name,
		rules.ValuesOfCorrectTypeRule.Name,
	} {
		set.RemoveRule(name)
	}
	list := []validator.Rule{
		mergeRule(l.Repeats),
		numberRule(),
		rules.FieldsOnCorrectTypeRuleWithoutSuggestions,
		rules.KnownArgumentNamesRuleWithoutSuggestions,
		rules.KnownTypeNamesRuleWithoutSuggestions,
		rules.ScalarLeafsRuleWithoutSuggestions,
		rules.ValuesOfCorrectTypeRuleWithoutSuggestions,
	}
	for name, rule := range set.GetInner() {
		list = append(list, validator.Rule{Name: name, RuleFunc: rule})
	}
	slices.SortFunc(list, func(a, b validator.Rule) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// numberRule refuses number literals outside of the range of their type. The
// rules of the specification leave that to coercion; here coercion is done by
// generated code, which panics on what it cannot read.
func numberRule() validator.Rule {
	return validator.Rule{Name: "NumbersInRange", RuleFunc: func(events *validator.Events, add validator.AddErrFunc) {
		events.OnValue(func(_ *validator.Walker, v *ast.Value) {
			var err error
			switch {
			case v.Kind == ast.IntValue && v.Definition != nil && v.Definition.Name == "Int":
				_, err = strconv.ParseInt(v.Raw, 10, 32)
			case v.Kind == ast.IntValue:
				_, err = strconv.ParseInt(v.Raw, 10, 64)
			case v.Kind == ast.FloatValue:
				_, err = strconv.ParseFloat(v.Raw, 64)
			}
			if err != nil {
				add(validator.Message("the number %s is out of range", shorten(v.Raw)), func(e *gqlerror.Error) { at(e, v.Position) })
			}
		})
	}}
}

// validate holds a document against the schema and returns at most most errors.
// It completes the document: afterwards fields and values have their
// definitions.
func validate(schema *ast.Schema, doc *ast.QueryDocument, list []validator.Rule, most int) gqlerror.List {
	var errs gqlerror.List
	events := &validator.Events{}
	for _, rule := range list {
		rule.RuleFunc(events, func(options ...validator.ErrorOption) {
			if len(errs) >= most {
				return // the text of an error that nobody will see is not written
			}
			err := &gqlerror.Error{Rule: rule.Name}
			for _, option := range options {
				option(err)
			}
			errs = append(errs, withCode(err, CodeValidationFailed))
		})
	}
	validator.Walk(schema, doc, events)
	return errs
}
