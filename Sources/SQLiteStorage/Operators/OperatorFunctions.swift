/// The SQL functions that operators may call; all others are refused. Refused are among others functions that allocate
/// as much memory as an argument says (`zeroblob`, `randomblob`), that loop without being interruptible (`printf`),
/// that grow with the product of their arguments (`replace`), and that load code.
enum OperatorFunctions {
  static func allows(_ name: String) -> Bool { names.contains(name.lowercased()) }

  private static let names: Set<String> = [
    // Functions on text and bytes. SQLite's longest value, set by a query's limits, bounds their results.
    "char", "concat", "concat_ws", "glob", "hex", "instr", "length", "like", "lower", "ltrim", "octet_length", "quote",
    "rtrim", "substr", "substring", "trim", "unicode", "upper",
    // Functions on numbers, and choices.
    "abs", "ceil", "ceiling", "coalesce", "floor", "if", "ifnull", "iif", "likelihood", "likely", "max", "min", "mod",
    "nullif", "round", "sign", "trunc", "typeof", "unlikely",
    // Functions on dates.
    "current_date", "current_time", "current_timestamp", "date", "datetime", "julianday", "strftime", "time",
    "timediff", "unixepoch",
    // Functions on JSON.
    "->", "->>", "json", "json_array", "json_array_length", "json_extract", "json_group_array", "json_group_object",
    "json_object", "json_quote", "json_type", "json_valid",
    // Aggregate functions.
    "avg", "count", "group_concat", "string_agg", "sum", "total",
    // Window functions.
    "cume_dist", "dense_rank", "first_value", "lag", "last_value", "lead", "nth_value", "ntile", "percent_rank",
    "rank", "row_number",
  ]
}
