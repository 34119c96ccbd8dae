package dev.reelay.upstream.account;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.arc.All;

import dev.reelay.model.ModelCatalog;
import dev.reelay.model.Offer;
import dev.reelay.model.OfferedModels;
import dev.reelay.model.VideoModel;
import dev.reelay.upstream.dialect.UpstreamDialect;

/** Lists the models of the catalogue that each configured account offers. */
@Singleton
public class AccountOffers implements OfferedModels {
    private final Map<String, Map<String, Offer>> byAccount = new HashMap<>();
    private final Map<String, VideoModel> offered = new TreeMap<>();
    private final Map<String, Map<String, Set<String>>> dialects = new HashMap<>();
    private final Map<String, String> dialectsByAccount = new TreeMap<>();

    /**
     * @throws IllegalArgumentException if an account names a model that it cannot offer, if an offer has fields that its
     *         dialect
     *         ignores, or if there is no model at all
     */
    @Inject
    AccountOffers(ModelCatalog catalog, AccountRegistry accounts, @All List<UpstreamDialect> dialects) {
        this(catalog, accounts,
                dialects.stream().collect(Collectors.toMap(UpstreamDialect::name, UpstreamDialect::ownFields)),
                dialects.stream().filter(dialect -> !dialect.usesOfferFields()).map(UpstreamDialect::name)
                        .collect(Collectors.toSet()));
    }

    /**
     * @param ownFields the dialects, each with {@link UpstreamDialect#ownFields}
     * @param fixedFields the dialects that ignore the fields of an offer
     */
    AccountOffers(ModelCatalog catalog, AccountRegistry accounts, Map<String, Set<String>> ownFields,
            Set<String> fixedFields) {
        for (AccountSettings settings : accounts.all()) {
            Map<String, Offer> offers = new TreeMap<>();
            catalog.all().stream().filter(model -> settings.models().map(models -> models.contains(model.name())).orElse(true))
                    .forEach(model -> offerOf(model, settings).ifPresent(offer -> {
                        if (!offer.fields().isEmpty() && fixedFields.contains(settings.dialect())) {
                            throw new IllegalArgumentException(
                                    "The model %s has an offer with fields for the upstream account %s, but its dialect %s has none"
                                            .formatted(model.name(), settings.account().name(), settings.dialect()));
                        }
                        offers.put(model.name(), offer);
                        offered.put(model.name(), model);
                        dialects.computeIfAbsent(model.name(), unseen -> new TreeMap<>()).put(settings.dialect(),
                                ownFields.getOrDefault(settings.dialect(), Set.of()));
                    }));
            settings.models().ifPresent(models -> requireAll(models, offers, settings));
            byAccount.put(settings.account().name(), Collections.unmodifiableMap(offers));
            dialectsByAccount.put(settings.account().name(), settings.dialect());
        }
        if (offered.isEmpty()) {
            throw new IllegalArgumentException("No configured account offers a model: see reelay.models.file");
        }
    }

    @Override
    public List<VideoModel> all() {
        return List.copyOf(offered.values());
    }

    @Override
    public Optional<VideoModel> find(String name) {
        return Optional.ofNullable(offered.get(name));
    }

    @Override
    public Map<String, String> dialectsByAccount() {
        return Collections.unmodifiableMap(dialectsByAccount);
    }

    @Override
    public Map<String, Set<String>> dialects(String name) {
        return dialects.getOrDefault(name, Map.of());
    }

    /** Returns the names of the models that an account offers. */
    public Set<String> modelsOf(String account) {
        return byAccount.getOrDefault(account, Map.of()).keySet();
    }

    /** Returns how an account offers a model, or empty if it does not. */
    public Optional<Offer> find(String account, String model) {
        return Optional.ofNullable(byAccount.getOrDefault(account, Map.of()).get(model));
    }

    private static Optional<Offer> offerOf(VideoModel model, AccountSettings settings) {
        return model.offers().stream().filter(offer -> offer.isFrom(settings.account().name(), settings.dialect())).findFirst();
    }

    private static void requireAll(Set<String> names, Map<String, Offer> offers, AccountSettings settings) {
        names.stream().filter(name -> !offers.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "The upstream account %s cannot offer the model %s: no offer of the catalogue is for it or its dialect %s"
                            .formatted(settings.account().name(), name, settings.dialect()));
        });
    }
}
