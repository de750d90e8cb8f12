package gqlserve

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
)

// coerceVariables returns the variables of an operation as its resolvers will
// see them. Beside what the validator demands, values of the built-in scalars
// and of enums must be of the very JSON type that the specification allows: a
// string is not an Int, and neither is 2147483648.
func coerceVariables(schema *ast.Schema, op *ast.OperationDefinition, raw map[string]any) (map[string]any, *gqlerror.Error) {
	for _, def := range op.VariableDefinitions {
		value, ok := raw[def.Variable]
		if !ok {
			continue
		}
		if why := checkValue(schema, def.Type, value); why != "" {
			return nil, at(NewError(CodeBadUserInput, "the variable $%s is not a %s: %s",
				shorten(def.Variable), def.Type.String(), why), def.Position)
		}
	}
	coerced, err := validator.VariableValues(schema, op, raw)
	if err != nil {
		if e, ok := errors.AsType[*gqlerror.Error](err); ok {
			return nil, withCode(e, CodeBadUserInput)
		}
		return nil, NewError(CodeBadUserInput, "%s", shorten(err.Error()))
	}
	return coerced, nil
}

// checkConditions refuses a null for a variable that @skip or @include depends
// on. Validation allows it where the variable has a default.
func checkConditions(op *ast.OperationDefinition, names []string, variables map[string]any) *gqlerror.Error {
	for _, name := range names {
		def := op.VariableDefinitions.ForName(name)
		if def == nil {
			continue
		}
		if _, ok := variables[name].(bool); !ok {
			return at(NewError(CodeBadUserInput, "the variable $%s decides what is included and must be true or false", shorten(name)), def.Position)
		}
	}
	return nil
}

// checkValue says why a JSON value is not of a type, and returns the empty
// string when it is, as far as built-in scalars and enums are concerned. What
// is missing, null or unknown is left to the validator.
func checkValue(schema *ast.Schema, t *ast.Type, value any) string {
	if value == nil {
		return ""
	}
	if t.Elem != nil {
		list, ok := value.([]any)
		if !ok {
			return checkValue(schema, t.Elem, value) // one value stands for a list of one
		}
		for i, item := range list {
			if why := checkValue(schema, t.Elem, item); why != "" {
				return fmt.Sprintf("item %d %s", i, why)
			}
		}
		return ""
	}
	def := schema.Types[t.NamedType]
	if def == nil {
		return ""
	}
	switch def.Kind {
	case ast.Enum:
		name, ok := value.(string)
		if !ok || def.EnumValues.ForName(name) == nil {
			return "is not one of its values"
		}
	case ast.InputObject:
		object, ok := value.(map[string]any)
		if !ok {
			return "is not an object"
		}
		if def.Directives.ForName("oneOf") != nil && !one(object) {
			return "does not have exactly one field, that is not null"
		}
		for _, field := range def.Fields {
			if why := checkValue(schema, field.Type, object[field.Name]); why != "" {
				return fmt.Sprintf("field %s %s", field.Name, why)
			}
		}
	case ast.Scalar:
		return checkScalar(t.NamedType, value)
	}
	return ""
}

// one reports whether an object has one field that is not null, and no other.
func one(object map[string]any) bool {
	for _, value := range object {
		return len(object) == 1 && value != nil
	}
	return false
}

func checkScalar(name string, value any) string {
	switch name {
	case "Int":
		number, ok := value.(json.Number)
		if _, err := strconv.ParseInt(string(number), 10, 32); !ok || err != nil {
			return "is not a whole number of 32 bits"
		}
	case "Float":
		number, ok := value.(json.Number)
		if _, err := number.Float64(); !ok || err != nil {
			return "is not a number"
		}
	case "String":
		if _, ok := value.(string); !ok {
			return "is not a string"
		}
	case "Boolean":
		if _, ok := value.(bool); !ok {
			return "is not true or false"
		}
	case "ID":
		if number, ok := value.(json.Number); ok {
			if _, err := number.Int64(); err != nil {
				return "is not a whole number"
			}
		} else if _, ok := value.(string); !ok {
			return "is not a string"
		}
	}
	return ""
}
