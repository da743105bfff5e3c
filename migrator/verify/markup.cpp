#include "migrator/verify/markup.h"

#include "schema/base/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace guiyi {

namespace {

constexpr std::array<std::string_view, 9> AddressAttributes{
    "href", "src", "poster", "data", "background", "cite", "longdesc", "action", "formaction"};

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool isNamePart(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':';
}

/// The references that clean HTML uses in attributes.
std::string decoded(std::string_view value) {
    constexpr std::array<std::pair<std::string_view, char>, 6> References{
        {{"&amp;", '&'}, {"&quot;", '"'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&#39;", '\''}, {"&apos;", '\''}}};
    std::string out;
    for (std::size_t at = 0; at < value.size();) {
        const auto known = std::find_if(References.begin(), References.end(), [&](const auto &reference) {
            return value.substr(at, reference.first.size()) == reference.first;
        });
        out += known == References.end() ? value[at] : known->second;
        at += known == References.end() ? 1 : known->first.size();
    }
    return out;
}

/// The addresses of srcset: "a.jpg 1x, b.jpg 2x".
void addCandidates(std::string_view value, std::vector<std::string> &links) {
    std::size_t at = 0;
    while (at < value.size()) {
        while (at < value.size() && (isSpace(value[at]) || value[at] == ','))
            ++at;
        std::size_t end = at;
        while (end < value.size() && !isSpace(value[end]))
            ++end;
        std::string_view candidate = value.substr(at, end - at);
        const bool comma = !candidate.empty() && candidate.back() == ',';
        if (comma)
            candidate.remove_suffix(1);
        if (!candidate.empty())
            links.emplace_back(candidate);
        at = comma ? end : std::min(value.find(',', end), value.size());
    }
}

class Scanner {
public:
    explicit Scanner(std::string_view html) : m_html(html) {}

    MarkupView read() {
        while (m_at < m_html.size()) {
            if (!readTag())
                m_view.skeleton += m_html[m_at++];
        }
        return std::move(m_view);
    }

private:
    /// At '<' followed by a name; false and nothing read when it is text.
    bool readTag() {
        if (m_html[m_at] != '<')
            return false;
        std::size_t at = m_at + 1;
        if (at < m_html.size() && m_html[at] == '/')
            ++at;
        const std::size_t name = at;
        while (at < m_html.size() && isNamePart(m_html[at]))
            ++at;
        if (at == name)
            return false;
        m_view.skeleton.append(m_html.substr(m_at, at - m_at));
        m_at = at;
        while (m_at < m_html.size() && m_html[m_at] != '>')
            readAttribute();
        m_view.skeleton += '>';
        m_at += m_at < m_html.size() ? 1 : 0;
        return true;
    }

    void readAttribute() {
        const std::size_t begin = m_at;
        while (m_at < m_html.size() && isNamePart(m_html[m_at]))
            ++m_at;
        if (m_at == begin) {
            ++m_at; // space, or a slash before the end
            return;
        }
        const std::string name = text::lower(std::string(m_html.substr(begin, m_at - begin)));
        skipSpace();
        if (m_at >= m_html.size() || m_html[m_at] != '=')
            return;
        ++m_at;
        skipSpace();
        const std::string value = decoded(readValue());
        if (name == "srcset")
            addCandidates(value, m_view.links);
        else if (std::find(AddressAttributes.begin(), AddressAttributes.end(), name) !=
                 AddressAttributes.end())
            m_view.links.push_back(value);
    }

    std::string_view readValue() {
        if (m_at >= m_html.size())
            return {};
        const char quote = m_html[m_at];
        if (quote == '"' || quote == '\'') {
            const std::size_t begin = ++m_at;
            const std::size_t end = std::min(m_html.find(quote, begin), m_html.size());
            m_at = std::min(end + 1, m_html.size());
            return m_html.substr(begin, end - begin);
        }
        const std::size_t begin = m_at;
        while (m_at < m_html.size() && !isSpace(m_html[m_at]) && m_html[m_at] != '>')
            ++m_at;
        return m_html.substr(begin, m_at - begin);
    }

    void skipSpace() {
        while (m_at < m_html.size() && isSpace(m_html[m_at]))
            ++m_at;
    }

    std::string_view m_html;
    std::size_t m_at = 0;
    MarkupView m_view;
};

} // namespace

MarkupView readMarkup(std::string_view html) {
    return Scanner(html).read();
}

} // namespace guiyi
