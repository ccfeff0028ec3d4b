package no.portnokkel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tree of RFC 6962, with the vectors of Certificate Transparency as {@code transparency-dev/merkle}, {@code
 * testonly/constants.go}, has them (read on 2026-11-30).
 */
class MerkleTreeTest {
    private static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void roots_are_those_of_certificate_transparency() {
        MerkleTree tree = new MerkleTree();
        List<String> roots = new ArrayList<>(List.of(tree.root().hex()));

        for (String leaf : LEAVES) {
            tree.append(leaf(leaf));
            roots.add(tree.root().hex());
        }

        assertThat(roots).isEqualTo(ROOTS);
        assertThat(tree.size()).isEqualTo(8);
    }

    @Test
    void the_state_has_the_roots_of_the_complete_subtrees_largest_first() {
        MerkleTree tree = treeOf(7);

        assertThat(tree.state().subtrees())
                .extracting(TreeHash::hex)
                .containsExactly(
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f");
    }

    @Test
    void a_tree_continues_from_the_stored_text_of_its_state_at_any_size() {
        for (int stored = 0; stored <= LEAVES.size(); stored++) {
            MerkleTree tree =
                    new MerkleTree(MerkleTree.State.parse(treeOf(stored).state().text()));
            LEAVES.subList(stored, LEAVES.size()).forEach(leaf -> tree.append(leaf(leaf)));

            assertThat(tree.root().hex()).isEqualTo(ROOTS.get(LEAVES.size()));
        }
    }

    @Test
    void a_large_tree_equals_the_definition_by_recursion() {
        List<TreeHash> leaves = new ArrayList<>();
        MerkleTree tree = new MerkleTree();
        for (int i = 0; i < 1_000; i++) {
            TreeHash leaf = TreeHash.ofLeaf(new byte[] {(byte) i, (byte) (i >> 8)});
            leaves.add(leaf);
            tree.append(leaf);

            assertThat(tree.root()).isEqualTo(byDefinition(leaves));
        }
    }

    @Test
    void text_that_is_no_state_is_refused() {
        String hash = ROOTS.get(1);
        for (String text :
                List.of("", "1", "x " + hash, "2 " + hash + " " + hash, "-1 " + hash, "1  " + hash, "1 ABC")) {
            assertThatThrownBy(() -> MerkleTree.State.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** RFC 6962, 2.1: MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two below n. */
    private static TreeHash byDefinition(List<TreeHash> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.ofNode(byDefinition(leaves.subList(0, k)), byDefinition(leaves.subList(k, leaves.size())));
    }

    private static MerkleTree treeOf(int leaves) {
        MerkleTree tree = new MerkleTree();
        LEAVES.subList(0, leaves).forEach(leaf -> tree.append(leaf(leaf)));
        return tree;
    }

    private static TreeHash leaf(String hex) {
        return TreeHash.ofLeaf(HexFormat.of().parseHex(hex));
    }
}
