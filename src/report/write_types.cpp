#include "report/write_types.h"

#include <algorithm>
#include <memory>

#include "report/display.h"
#include "report/type_json.h"
#include "report/type_text.h"
#include "report/types_summary.h"
#include "types/spelling.h"

namespace dwell {

namespace {

constexpr size_t kPiece = 32;            // types rendered at a time
constexpr size_t kShownPlaces = 16;      // of an embedded type in one other

// One renderer a thread.
template <class Renderer, class Make>
std::vector<std::unique_ptr<Renderer>> renderers(unsigned threads, Make make) {
  std::vector<std::unique_ptr<Renderer>> list;
  for (unsigned i = 0; i < std::max(threads, 1u); ++i) list.push_back(make());
  return list;
}

// "shop::Order  40 bytes", and a line for each place: offset and path.
void append_places(std::string& out, const TypeGraph& graph, const Embedding& embedding, TypeId id,
                   const TypesRequest& request) {
  Style style(request.colour);
  std::string name, offset;
  auto append_cut = [&](std::string_view text, size_t used) {
    std::string escaped;
    size_t columns = append_escaped(escaped, text);
    size_t room = request.full_names ? columns : request.width > used + 12 ? request.width - used : 12;
    append_shortened(out, escaped, columns, std::max<size_t>(room, 1));
  };
  append_qualified_name(name, graph, id);
  out += style.bold();
  append_cut(name, 24);
  out += style.plain();
  if (uint64_t size = graph.size_of(id); size != kUnknownSize) append_count(out += "  ", size, "byte");
  out += '\n';
  auto places = embedding.places(id, kShownPlaces + 1);
  for (size_t i = 0; i < places.size(); ++i) {
    if (i == kShownPlaces) {
      out += "          and more\n";
      break;
    }
    offset.clear();
    if (places[i].offset == kUnknownOffset) offset = "?";
    else append_number(offset, places[i].offset);
    out.append(offset.size() < 10 ? 10 - offset.size() : 0, ' ');
    out += offset;
    out += "  ";
    append_cut(places[i].path, std::max<size_t>(offset.size(), 10) + 2);
    out += '\n';
  }
}

void append_error(JsonWriter& json, const Error& e) {
  json.begin_object();
  json.key("file").string(e.file);
  json.key("section").string(e.section);
  json.key("offset").number_or_null(e.offset.has_value(), e.offset.value_or(0));
  json.key("what").string(e.what);
  if (!e.remedy.empty()) json.key("remedy").string(e.remedy);
  json.end_object();
}

void append_header(JsonWriter& json, const ReportHeader& header) {
  json.key("schema").string("dwell.types/1");
  json.key("dwell").string(header.version);
  json.key("input").begin_object();
  json.key("path").string(header.input.path);
  if (!header.built.empty()) json.key("built").string(header.built);
  json.key("build_id");
  if (header.input.build_id.empty()) json.null();
  else json.string(header.input.build_id);
  json.key("kind").string(header.input.kind);
  json.key("machine").string(header.input.machine);
  json.key("bits").number(header.input.bits);
  json.end_object();
}

}  // namespace

void write_types_text(const TypeSet& set, const Selection& selection, const TypesRequest& request, Output& output) {
  const TypeGraph& graph = set.graph;
  if (request.summary) {
    std::string text;
    append_summary_text(text, graph, summarise(graph, selection.types, request.threads), request);
    return output.write(text);
  }
  auto texts = renderers<TypeText>(request.threads, [&] { return std::make_unique<TypeText>(graph, request); });
  render_in_order(selection.types.size(), kPiece, request.threads, output, [&](Piece& piece) {
    for (size_t i = piece.first; i < piece.last; ++i) {
      if (selection.embedding) {
        append_places(piece.text, graph, *selection.embedding, selection.types[i], request);
      } else {
        if (i) piece.text += '\n';
        texts[piece.worker]->append(piece.text, selection.types[i]);
      }
      piece.relieve();
    }
  });
}

void write_types_json(const ReportHeader& header, const TypeSet& set, const Selection& selection,
                      const TypesRequest& request, Output& output) {
  const TypeGraph& graph = set.graph;
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  append_header(json, header);
  if (request.summary) {
    json.key("summary");
    append_summary_json(json, graph, summarise(graph, selection.types, request.threads));
  }
  json.key("types").begin_array();
  output.write(text);
  text.clear();
  if (!request.summary) {
    auto types = renderers<TypeJson>(request.threads,
                                     [&] { return std::make_unique<TypeJson>(graph, selection.embedding.get()); });
    render_in_order(selection.types.size(), kPiece, request.threads, output, [&](Piece& piece) {
      for (size_t i = piece.first; i < piece.last; ++i) {
        piece.text += i ? ",\n" : "\n";
        types[piece.worker]->append(piece, selection.types[i]);
      }
    });
  }
  json.end_array();
  json.key("skipped").begin_array();
  for (const Error& e : header.skipped) append_error(json, e);
  json.end_array();
  json.key("skipped_total").number(header.skipped_total);
  json.end_object();
  text += '\n';
  output.write(text);
}

}  // namespace dwell
