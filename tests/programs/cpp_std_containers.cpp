// The standard library's containers and their iterators.
#include <array>
#include <bitset>
#include <deque>
#include <forward_list>
#include <list>
#include <map>
#include <queue>
#include <set>
#include <stack>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

struct Item {
  short s;
  double d;
};

std::vector<Item> vector;
std::vector<bool> bits;
std::array<Item, 3> array;
std::deque<int> deque;
std::list<Item> list;
std::forward_list<char> forward_list;
std::map<std::string, Item> map;
std::multimap<int, char> multimap;
std::set<long> set;
std::unordered_map<std::string, int> unordered_map;
std::unordered_set<Item *> unordered_set;
std::stack<int> stack;
std::priority_queue<int> priority_queue;
std::bitset<70> bitset;
std::vector<std::map<int, std::vector<std::string>>> nested;

int main() {
  vector.push_back({1, 2.0});
  map["one"] = {1, 2.0};
  unordered_map["two"] = 2;
  for (auto &entry : map) vector.push_back(entry.second);
  return (int)vector.size() + (int)deque.size();
}
