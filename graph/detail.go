package graph

import (
	"fmt"
	"math"
	"strconv"
)

// DetailValue reads the text of a detail as a value of the owner's property;
// the empty text is nil, "not known".
func DetailValue(k Kind, property, text string) (Value, error) {
	f, ok := FieldOf(k, property)
	if !ok || !f.Dated {
		return nil, Invalid("detail", nil, "%s has no dated property %s", k, Quote(property))
	}
	if text == "" {
		return nil, nil
	}
	switch f.Type {
	case FieldText:
		if f.Enum != "" && !enumWords[f.Enum][text] {
			return nil, Invalid("detail", nil, "%s is not one of the values of %s", Quote(text), f.Enum)
		}
		return text, nil
	case FieldInt:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, Invalid("detail", nil, "%s is not a whole number", Quote(text))
		}
		return n, nil
	case FieldFloat:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, Invalid("detail", nil, "%s is not a number", Quote(text))
		}
		return x, nil
	case FieldDate:
		return ParseDate(text)
	}
	return nil, Invalid("detail", nil, "%s.%s cannot be dated", k, property)
}

// DetailText returns how a value of a dated property is written in a [Detail],
// and "" for nil and for types that no dated property has.
func DetailText(v Value) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case Date:
		return v.String()
	}
	return ""
}

// DatedValue returns a new value of a dated property as it is stored, nil for
// none, with its text; or what is wrong with it.
func DatedValue(k Kind, property string, v Value) (value Value, text, fault string) {
	switch v.(type) {
	case nil, string, int64, float64, Date:
		if text = DetailText(v); text == "" {
			return nil, "", ""
		}
		if fault = DetailFault(k, property, text); fault != "" {
			return nil, "", fault
		}
		value, _ = DetailValue(k, property, text)
		return value, text, ""
	}
	return nil, "", fmt.Sprintf("a %T is no value of it", v)
}

// DetailFault says what is wrong with a dated value as a value of its owner's
// property; "" is nothing.
func DetailFault(owner Kind, property, text string) string {
	value, err := DetailValue(owner, property, text)
	if err != nil {
		return err.Error()
	}
	switch v := value.(type) {
	case int64:
		return rangeFault(property, float64(v))
	case float64:
		return rangeFault(property, v)
	}
	if property == "name" && nameFault(text) != "" {
		return "the name " + nameFault(text)
	}
	return ""
}
