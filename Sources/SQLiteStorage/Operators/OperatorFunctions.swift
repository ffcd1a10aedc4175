/// The functions of SQL that operators may call. All others are refused, among them those whose argument says how much memory to take
/// (`zeroblob`, `randomblob`), that count to their end in one call (`printf`), that grow with the product of their arguments
/// (`replace`), and that load code.
enum OperatorFunctions {
  static func allows(_ name: String) -> Bool { names.contains(name.lowercased()) }

  private static let names: Set<String> = [
    // Text and bytes. What they return is bounded by SQLite's longest value, as the limits of a query set it.
    "char", "concat", "concat_ws", "glob", "hex", "instr", "length", "like", "lower", "ltrim", "octet_length", "quote",
    "rtrim", "substr", "substring", "trim", "unicode", "upper",
    // Numbers and choices.
    "abs", "ceil", "ceiling", "coalesce", "floor", "if", "ifnull", "iif", "likelihood", "likely", "max", "min", "mod",
    "nullif", "round", "sign", "trunc", "typeof", "unlikely",
    // Dates.
    "current_date", "current_time", "current_timestamp", "date", "datetime", "julianday", "strftime", "time",
    "timediff", "unixepoch",
    // JSON.
    "->", "->>", "json", "json_array", "json_array_length", "json_extract", "json_group_array", "json_group_object",
    "json_object", "json_quote", "json_type", "json_valid",
    // Many rows.
    "avg", "count", "group_concat", "string_agg", "sum", "total",
    // Windows.
    "cume_dist", "dense_rank", "first_value", "lag", "last_value", "lead", "nth_value", "ntile", "percent_rank",
    "rank", "row_number",
  ]
}
